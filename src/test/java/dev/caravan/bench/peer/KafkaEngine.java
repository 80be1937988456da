package dev.caravan.bench.peer;

import dev.caravan.bench.lane.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * ClickHouse's own consumer: a queue, a materialized view and a {@code ReplacingMergeTree} for each
 * table.
 *
 * @param settings of the queue, beside where it reads
 * @param wholeEvents whether the queue hands over each event as one text, which the view takes
 *     apart, as most instructions have it; else the queue has the event's fields
 */
public record KafkaEngine(Map<String, String> settings, boolean wholeEvents) {

  /** Has Caravan set it up; an option of {@code clickhouse:}. */
  public static final String OF_CARAVAN = "?via=kafka-engine";

  /** As it comes: a block is 65,409 rows or 7.5 s, by one consumer. */
  public static KafkaEngine defaults() {
    return new KafkaEngine(Map.of(), true);
  }

  /**
   * What was the fastest of what was tried here; half a second until rows are visible.
   *
   * @param consumers one a processor is the fastest for a backlog of one table; beside a capture,
   *     or with several tables, more only make smaller blocks
   */
  public static KafkaEngine tuned(int consumers) {
    return new KafkaEngine(
        Map.of(
            "kafka_num_consumers", String.valueOf(consumers),
            "kafka_thread_per_consumer", consumers > 1 ? "1" : "0",
            "kafka_max_block_size", "131072",
            "kafka_poll_max_batch_size", "131072",
            "kafka_flush_interval_ms", "500",
            "kafka_poll_timeout_ms", "100"),
        false);
  }

  /** Makes everything, the views last, with which it begins. */
  public void start(Lane lane, List<EngineTable> tables, Function<EngineTable, String> topic)
      throws IOException {
    for (EngineTable table : tables) {
      lane.clickhouse(table.finalTable());
      lane.clickhouse(table.view());
      lane.clickhouse(queue(lane, table, topic.apply(table)));
      lane.clickhouse(table.materializedView(source(table)));
    }
  }

  private String queue(Lane lane, EngineTable table, String topic) {
    return """
        CREATE TABLE %s_queue (%s) ENGINE = Kafka SETTINGS kafka_broker_list = '%s',
          kafka_topic_list = '%s', kafka_group_name = '%s', kafka_format = '%s'%s
        """
        .formatted(
            table.table().table(),
            wholeEvents ? "event String" : table.event(),
            lane.sandbox().kafka().bootstrapServers(),
            topic,
            lane.name() + "." + table.table(),
            wholeEvents ? "JSONAsString" : "JSONEachRow",
            settings.entrySet().stream()
                .map(setting -> ", " + setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining()));
  }

  private String source(EngineTable table) {
    String queue = table.table().table() + "_queue";
    if (!wholeEvents) {
      return queue;
    }
    return """
        (SELECT JSONExtract(event, 'Tuple(%s)') AS e, e.before AS before, e.after AS after,
          e.source AS source, e.op AS op, _partition, _offset FROM %s)
        """
        .formatted(table.event().replace("'", "\\'"), queue);
  }
}
