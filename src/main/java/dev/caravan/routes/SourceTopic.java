package dev.caravan.routes;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;

/** Which table a route reads, by the topic it names. */
final class SourceTopic {

  private final Topics topics;

  SourceTopic(Topics topics) {
    this.topics = topics;
  }

  /**
   * @param topic what stands behind {@code kafka:}, placeholders resolved
   * @param pattern whether it is a regular expression
   * @throws IllegalArgumentException when it is not the topic of one table
   */
  TableName table(String topic, boolean pattern) {
    if (pattern) {
      throw wrong("topicIsPattern is set, but a route reads the topic of one table");
    }
    if (topic.contains(",")) {
      throw wrong(
          "'%s' are several topics, but a route reads the topic of one table; write a route for each"
              .formatted(topic));
    }
    if (topic.contains("?")) {
      throw wrong("'%s' is no topic of Caravan's".formatted(topic));
    }
    String start = topics.prefix() + ".";
    if (!topic.startsWith(start)) {
      throw wrong(
          "topic '%s' is not one of Caravan's, which begin with '%s'".formatted(topic, start));
    }
    String[] parts = topic.substring(start.length()).split("\\.", -1);
    if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw wrong("topic '%s' holds no table's changes".formatted(topic));
    }
    TableName table = topics.tableOf(topic);
    String right = topics.changes(table);
    if (!right.equals(topic)) {
      throw new IllegalArgumentException(
          "topic '%s' holds no table's changes; those of %s are in kafka:%s"
              .formatted(topic, table, right));
    }
    return table;
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        what + "; expected kafka:{{caravan.topic-prefix}}.<schema>.<table>");
  }
}
