package dev.caravan.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder with the route files. They may be symbolic links: Kubernetes mounts a ConfigMap as
 * links into a folder {@code ..data}, itself a link that is swapped for another one. Names that
 * begin with a dot are not looked at.
 *
 * @param path of the folder
 */
record RoutesFolder(Path path) {

  static final String ENDING = ".camel.yaml";

  /**
   * Reads all route files, by name.
   *
   * @throws IOException when the folder, or a file in it, can't be read; then nothing is known of
   *     the others either, for a folder that is half gone must not look like removed files
   */
  SortedMap<String, ReadFile> read() throws IOException {
    SortedMap<String, ReadFile> files = new TreeMap<>();
    for (Path file : list()) {
      String name = file.getFileName().toString();
      try {
        files.put(name, ReadFile.of(name, Files.readAllBytes(file)));
      } catch (NoSuchFileException e) {
        // Removed since the folder was listed: a link whose other end goes first, for instance.
        continue;
      }
    }
    return files;
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(RoutesFolder::isRouteFile).toList();
    }
  }

  private static boolean isRouteFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) && !name.startsWith(".") && Files.isRegularFile(file);
  }
}
