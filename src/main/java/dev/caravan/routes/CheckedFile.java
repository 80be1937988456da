package dev.caravan.routes;

import java.util.List;

/**
 * What a check found in a route file.
 *
 * @param name the file's name
 * @param problems what is wrong, by line; a file with any is refused as a whole
 * @param routes its routes in their order; none when it is refused
 */
public record CheckedFile(String name, List<Problem> problems, List<CheckedRoute> routes) {

  public boolean isAccepted() {
    return problems.isEmpty();
  }
}
