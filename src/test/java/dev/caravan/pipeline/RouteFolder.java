package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.routes.ConfigMapMount;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** A routes folder of a test's own. */
final class RouteFolder {

  /** How somebody writes a file. */
  enum Way {
    /** As simple editors do, and {@code cat >}: the file is cut and then filled bit by bit. */
    IN_PLACE,
    /** As most editors and tools do: a new file takes the old one's place. */
    RENAME,
    /** As the kubelet does with a ConfigMap. */
    CONFIG_MAP
  }

  private final Path folder;
  private final ConfigMapMount mount;
  private final Map<String, String> mounted = new TreeMap<>();
  private final Topics topics;
  private int files;

  RouteFolder(Path folder, String topicPrefix) {
    this.folder = folder;
    this.mount = new ConfigMapMount(folder);
    this.topics = new Topics(topicPrefix);
  }

  Path path() {
    return folder;
  }

  boolean isEmpty() {
    return files == 0;
  }

  /**
   * @param target what follows {@code clickhouse:}
   * @param parameters of {@code clickhouse:}
   */
  void add(TableName table, String target, Map<String, String> parameters) {
    files++;
    StringBuilder route =
        new StringBuilder(
            """
            - route:
                id: table%d
                from:
                  uri: "kafka:%s"
                  steps:
                    - to:
                        uri: '%s'
            """
                .formatted(files, topics.changes(table), single("clickhouse:" + target)));
    if (!parameters.isEmpty()) {
      route.append("            parameters:\n");
      parameters.forEach(
          (name, value) ->
              route.append("              '%s': '%s'\n".formatted(single(name), single(value))));
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("table" + files + ".camel.yaml"), route);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a file, new or not.
   *
   * @param name without {@code .camel.yaml}
   */
  void write(Way way, String name, String content) {
    files++;
    Path file = folder.resolve(name + ".camel.yaml");
    try {
      Files.createDirectories(folder);
      switch (way) {
        case IN_PLACE -> fill(file, content);
        case RENAME ->
            Files.move(
                Files.writeString(folder.resolve("." + name + ".new"), content),
                file,
                StandardCopyOption.ATOMIC_MOVE);
        case CONFIG_MAP -> {
          mounted.put(file.getFileName().toString(), content);
          mount.put(mounted);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(Path file, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    int half = bytes.length / 2;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes, 0, half);
      out.flush();
      out.write(bytes, half, bytes.length - half);
    }
  }

  /**
   * @param way how it was written
   */
  void remove(Way way, String name) {
    Path file = folder.resolve(name + ".camel.yaml");
    try {
      if (way == Way.CONFIG_MAP) {
        mounted.remove(file.getFileName().toString());
        mount.put(mounted);
      } else {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String single(String text) {
    return text.replace("'", "''");
  }
}
