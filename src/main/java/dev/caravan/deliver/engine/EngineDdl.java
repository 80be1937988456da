package dev.caravan.deliver.engine;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import dev.caravan.deliver.table.DeliveryColumns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The statements that make what ClickHouse's Kafka engine needs, and take it away. */
final class EngineDdl {

  /** What the comments of all of them begin with: others of their names are somebody else's. */
  static final String OWNER = "Caravan: a way into ";

  private static final Pattern SHAPE = Pattern.compile(OWNER + ".*, shape ([^,]*), made .*");
  private static final int SUM_BYTES = 8;

  private EngineDdl() {}

  /** The queue, in the place of the one that is there. */
  static String queue(EngineNames names, EngineSettings settings, String topic, String group) {
    String engine =
        settings
            .collection()
            .map(collection -> "Kafka(" + quote(collection) + ")")
            .orElse("Kafka()");
    String brokers =
        settings.collection().isPresent()
            ? ""
            : "kafka_broker_list = " + literal(settings.brokers()) + ", ";
    return "CREATE OR REPLACE TABLE %s (%s String) ENGINE = %s SETTINGS %skafka_topic_list = %s, kafka_group_name = %s, kafka_format = 'RawBLOB', kafka_num_consumers = %d, kafka_thread_per_consumer = %d, kafka_max_block_size = %d, kafka_flush_interval_ms = %d, kafka_poll_timeout_ms = %d%s"
        .formatted(
            names.queue().quoted(),
            ViewSql.EVENT,
            engine,
            brokers,
            literal(topic),
            literal(group),
            settings.consumers(),
            settings.consumers() > 1 ? 1 : 0,
            settings.maxRows(),
            settings.flushInterval().toMillis(),
            settings.pollTimeout().toMillis(),
            owned(names));
  }

  /** What is kept while the way is used: which events are left to Caravan, and who may read. */
  static List<String> kept(EngineNames names) {
    return List.of(
        "CREATE TABLE IF NOT EXISTS %s (%s UInt32, %s UInt64) ENGINE = ReplacingMergeTree ORDER BY (%2$s, %3$s)%4$s"
            .formatted(
                names.rest().quoted(),
                quote(DeliveryColumns.PARTITION),
                quote(DeliveryColumns.OFFSET),
                owned(names)),
        "CREATE TABLE IF NOT EXISTS %s (partition UInt64, landed Int64) ENGINE = Join(ANY, LEFT, partition) SETTINGS join_any_take_last_row = 1, persistent = 0%s"
            .formatted(names.gate().quoted(), owned(names)));
  }

  /** What the rows go through, the view that has the queue read last. */
  static List<String> views(EngineNames names, ViewSql sql, String comment) {
    String columns =
        sql.passing().entrySet().stream()
            .map(each -> quote(each.getKey()) + " " + each.getValue())
            .collect(Collectors.joining(", "));
    return List.of(
        "CREATE TABLE %s (%s) ENGINE = Null%s"
            .formatted(names.parsed().quoted(), columns, owned(names)),
        view(names.takenView().quoted(), names.target().quoted(), sql.take(), comment),
        view(names.restView().quoted(), names.rest().quoted(), sql.leave(), comment),
        view(names.view().quoted(), names.parsed().quoted(), sql.parse(), comment));
  }

  /** What whoever makes or takes away these makes first. */
  static String claim(EngineNames names) {
    return "CREATE TABLE %s (x UInt8) ENGINE = Memory%s"
        .formatted(names.claim().quoted(), owned(names));
  }

  private static String owned(EngineNames names) {
    return " COMMENT " + literal(OWNER + names.target().table());
  }

  private static String view(String name, String to, String query, String comment) {
    return "CREATE MATERIALIZED VIEW %s TO %s AS %s COMMENT %s"
        .formatted(name, to, query, literal(comment));
  }

  /** Nothing begins to be inserted any more. */
  static String stop(EngineNames names) {
    return "DROP VIEW IF EXISTS " + names.view().quoted() + " SYNC";
  }

  /** Takes away what the rows go through. */
  static List<String> dropViews(EngineNames names) {
    return List.of(
        "DROP VIEW IF EXISTS " + names.takenView().quoted() + " SYNC",
        "DROP VIEW IF EXISTS " + names.restView().quoted() + " SYNC",
        "DROP TABLE IF EXISTS " + names.parsed().quoted() + " SYNC");
  }

  /** Takes away all else. */
  static List<String> dropRest(EngineNames names) {
    return List.of(
        "DROP TABLE IF EXISTS " + names.gate().quoted() + " SYNC",
        "DROP TABLE IF EXISTS " + names.rest().quoted() + " SYNC",
        "DROP TABLE IF EXISTS " + names.queue().quoted() + " SYNC");
  }

  /** Names a shape and what is made of its events: equal where the same is made. */
  static String comment(ViewSql sql) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256")
              .digest((sql.parse() + sql.take() + sql.leave()).getBytes(StandardCharsets.UTF_8));
      return "%s%s, shape %s, made %s"
          .formatted(
              OWNER,
              sql.names().target().table(),
              sql.shape(),
              HexFormat.of().formatHex(sum, 0, SUM_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The shape a comment names; empty when it is another one's. */
  static String shapeOf(String comment) {
    Matcher own = SHAPE.matcher(comment);
    return own.matches() ? own.group(1) : "";
  }
}
