package dev.caravan.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a routes folder that count.
 *
 * @param routes the route files, by name
 * @param tests the test files, by name
 */
record RouteFolder(List<Path> routes, List<Path> tests) {

  static final String ROUTE = ".camel.yaml";
  static final String TEST = ".test.yaml";

  /**
   * Lists a folder.
   *
   * @throws IllegalArgumentException when it holds no route file
   */
  static RouteFolder of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    RouteFolder found = new RouteFolder(files(folder, ROUTE), files(folder, TEST));
    if (found.routes().isEmpty()) {
      throw new IllegalArgumentException(
          "there is no route file in %s; their names end with %s".formatted(folder, ROUTE));
    }
    return found;
  }

  /** The route file a test file stands beside. */
  static Path routeOf(Path test) {
    String name = test.getFileName().toString();
    return test.resolveSibling(name.substring(0, name.length() - TEST.length()) + ROUTE);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
