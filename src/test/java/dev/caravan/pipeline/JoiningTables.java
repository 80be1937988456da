package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.signal.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A pipeline that streams one table while others join it or are read anew. */
final class JoiningTables implements AutoCloseable {

  /** Streamed all the while; 1,000 rows at first. */
  static final TableName OTHER = new TableName("inventory", "orders");

  static final Duration LIMIT = Duration.ofSeconds(120);
  static final int CHANGES_PER_SECOND = 500;

  /** Enough for things to happen amid their reading. */
  static final int BIG_ROWS = 40_000;

  final IsolatedPipeline pipeline;
  private final Positions positions;

  JoiningTables(Sandbox sandbox, Class<?> test) {
    pipeline = new IsolatedPipeline(sandbox, test);
    positions = new Positions(pipeline);
    create(OTHER, 1_000);
    pipeline.sql("CREATE SCHEMA sales");
    pipeline.deliver(OTHER);
  }

  /** Creates a table {@code (id bigint PRIMARY KEY, v bigint, note text)} with ids from 1 on. */
  void create(TableName table, long rows) {
    pipeline.sql(
        "CREATE TABLE %s (id bigint PRIMARY KEY, v bigint, note text)".formatted(table),
        "INSERT INTO %s SELECT i, i, 'there before ' || i FROM generate_series(1, %d) i"
            .formatted(table, rows));
  }

  /** With small chunks, so that there are many places to die, to cancel and to change things at. */
  Application start() {
    return pipeline.start(pipeline.application().set("caravan.capture.batch.max-rows", "1000"));
  }

  Application startAndAwaitStream() {
    Application application = start();
    pipeline.awaitEqual(OTHER);
    return application;
  }

  /** By the files of their routes, as users do. */
  void capture(TableName... tables) {
    pipeline.deliver(tables);
  }

  JsonNode progress(TableName table) {
    return positions.progress(table);
  }

  void awaitState(TableName table, String state) {
    await(table + " is " + state)
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(progress(table).path("state").asText())
                    .as("%s\n%s", progress(table), pipeline.logs())
                    .isEqualTo(state));
  }

  void awaitRows(TableName table, long moreThan) {
    await(table + " is read")
        .atMost(LIMIT)
        .until(() -> progress(table).path("rowsRead").asLong() > moreThan);
  }

  /**
   * Asks for a table to be read anew.
   *
   * @param filter of the rows; null for all
   * @return the request's id
   */
  String readAnew(TableName table, String filter) {
    String id = UUID.randomUUID().toString();
    pipeline.signal(Signal.Snapshot.of(table, id, filter, false));
    return id;
  }

  void awaitRequest(TableName table, String id) {
    await("the request is taken")
        .atMost(LIMIT)
        .until(() -> progress(table).path("id").asText().equals(id));
  }

  /** How often each row came as one that was read or inserted. */
  Map<Long, Integer> arrivals(TableName table) {
    Map<Long, Integer> arrivals = new HashMap<>();
    pipeline
        .kafka()
        .eachValue(
            pipeline.topicPrefix() + "." + table,
            event -> {
              if ("cr".contains(event.path("op").asText())) {
                arrivals.merge(event.path("after").path("id").asLong(), 1, Integer::sum);
              }
            });
    return arrivals;
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
