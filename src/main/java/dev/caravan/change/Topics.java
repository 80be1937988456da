package dev.caravan.change;

import java.util.Objects;
import java.util.Optional;

/**
 * The names of Caravan's topics.
 *
 * @param prefix what every name begins with, {@code postgres-server} unless configured
 */
public record Topics(String prefix) {

  /** Characters; Kafka refuses longer names. */
  private static final int LONGEST = 249;

  private static final String DEAD_LETTERS = ".dlq";

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

  /** Whether Kafka takes the names of the table's topics; it refuses names that are too long. */
  public boolean hasRoomFor(TableName table) {
    return deadLetters(table).length() <= LONGEST;
  }

  /**
   * The events of a table that ClickHouse refused: {@code postgres-server.inventory.orders.dlq}.
   */
  public String deadLetters(TableName table) {
    return deadLettersOf(changes(table));
  }

  /** The same by the table's topic. */
  public static String deadLettersOf(String changes) {
    return changes + DEAD_LETTERS;
  }

  /** What became of dead letters, compacted. */
  public String deadLetterMarks() {
    return prefix + ".dead-letter-marks";
  }

  /** Signs of life of the capture, also while no captured table changes. */
  public String heartbeat() {
    return prefix + ".heartbeat";
  }

  /** The shapes of the tables, compacted. */
  public String schemaChanges() {
    return prefix + ".schema-changes";
  }

  /** What people and routes ask of the pipeline, compacted. */
  public String signals() {
    return prefix + ".signals";
  }

  /** How far the capture has come, compacted. */
  public String positions() {
    return prefix + ".positions";
  }

  /** The table whose dead letters the topic holds; nothing when it holds something else. */
  public Optional<TableName> tableOfDeadLetters(String topic) {
    if (!topic.startsWith(prefix + ".") || !topic.endsWith(DEAD_LETTERS)) {
      return Optional.empty();
    }
    String changes = topic.substring(0, topic.length() - DEAD_LETTERS.length());
    // A name holds no dot, so a table that is called dlq is told from the letters of another one.
    return changes.split("\\.", -1).length == 3 ? Optional.of(tableOf(changes)) : Optional.empty();
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
