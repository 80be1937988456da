package dev.caravan.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes files the way the kubelet mounts a ConfigMap: into a new folder {@code ..<time>}, to which
 * {@code ..data} is then swapped by a rename, and to whose files links point through {@code
 * ..data}.
 */
public final class ConfigMapMount {

  private final Path folder;
  private int versions;

  public ConfigMapMount(Path folder) {
    this.folder = folder;
  }

  /**
   * @param files what the ConfigMap holds from now on, all of it, by name
   */
  public void put(Map<String, String> files) throws IOException {
    Path data = folder.resolve("..data");
    Path old = Files.exists(data) ? data.toRealPath() : null;
    Path next = folder.resolve("..2026_11_29_" + ++versions);
    Files.createDirectories(next);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(next.resolve(file.getKey()), file.getValue());
    }
    Path link = folder.resolve("..data_tmp");
    Files.createSymbolicLink(link, next.getFileName());
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
    for (String name : files.keySet()) {
      Path visible = folder.resolve(name);
      if (!Files.exists(visible, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(visible, Path.of("..data", name));
      }
    }
    for (Path stale : links()) {
      if (!files.containsKey(stale.getFileName().toString())) {
        Files.delete(stale);
      }
    }
    if (old != null) {
      remove(old);
    }
  }

  private List<Path> links() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isSymbolicLink)
          .filter(entry -> !entry.getFileName().toString().startsWith(".."))
          .toList();
    }
  }

  private static void remove(Path version) throws IOException {
    try (Stream<Path> entries = Files.list(version)) {
      for (Path entry : entries.toList()) {
        Files.delete(entry);
      }
    }
    Files.delete(version);
  }
}
