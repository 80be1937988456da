package dev.caravan.change;

import java.util.Objects;

/**
 * The names of Caravan's topics.
 *
 * @param prefix what every name begins with, {@code postgres-server} unless configured
 */
public record Topics(String prefix) {

  /** Characters; Kafka refuses longer names. */
  private static final int LONGEST = 249;

  public Topics {
    Objects.requireNonNull(prefix, "prefix");
  }

  /**
   * A table's change events: {@code postgres-server.inventory.orders}. Kafka allows few characters
   * in a topic's name, so what is no letter, digit or {@code _} of ASCII stands as the hex digits
   * of its bytes: {@code "Order Details"} becomes {@code Order-20Details}.
   */
  public String changes(TableName table) {
    return prefix + "." + TopicPart.of(table.schema()) + "." + TopicPart.of(table.table());
  }

  /** Whether Kafka takes the name of the table's topic; it refuses names that are too long. */
  public boolean hasRoomFor(TableName table) {
    return changes(table).length() <= LONGEST;
  }

  /** Signs of life of the capture, also while no captured table changes. */
  public String heartbeat() {
    return prefix + ".heartbeat";
  }

  /** The shapes of the tables, compacted. */
  public String schemaChanges() {
    return prefix + ".schema-changes";
  }

  /** How far the capture has come, compacted; read by the capture alone. */
  public String positions() {
    return prefix + ".positions";
  }

  /**
   * The table whose changes the topic holds.
   *
   * @throws IllegalArgumentException when the topic is not one of a table
   */
  public TableName tableOf(String topic) {
    String start = prefix + ".";
    int dot = topic.indexOf('.', start.length());
    if (!topic.startsWith(start) || dot < 0 || dot + 1 == topic.length()) {
      throw new IllegalArgumentException(
          "topic '"
              + topic
              + "' holds no table's changes; expected "
              + prefix
              + ".<schema>.<table>");
    }
    return new TableName(
        TopicPart.read(topic.substring(start.length(), dot)),
        TopicPart.read(topic.substring(dot + 1)));
  }
}
