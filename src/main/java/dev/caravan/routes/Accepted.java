package dev.caravan.routes;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file's contents in which nothing is wrong.
 *
 * @param read the contents
 * @param routes the routes in them
 */
record Accepted(ReadFile read, List<CheckedRoute> routes) {

  Set<String> ids() {
    return routes.stream().map(CheckedRoute::id).collect(Collectors.toSet());
  }
}
