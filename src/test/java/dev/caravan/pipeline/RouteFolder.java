package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A routes folder of a test's own. */
final class RouteFolder {

  private final Path folder;
  private final Topics topics;
  private int files;

  RouteFolder(Path folder, String topicPrefix) {
    this.folder = folder;
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

  private static String single(String text) {
    return text.replace("'", "''");
  }
}
