package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two tables that are delivered, and what {@code /control} says of them. */
final class ControlledTables {

  static final TableName ORDERS = new TableName("inventory", "orders");
  static final TableName ITEMS = new TableName("inventory", "Order Items");
  static final String ORDERS_PATH = "/tables/inventory/orders";
  static final String ITEMS_PATH = "/tables/inventory/Order%20Items";
  static final Duration LIMIT = Duration.ofSeconds(60);

  private final IsolatedPipeline pipeline;
  private final AtomicInteger rows = new AtomicInteger();

  /** Has them made and delivered. */
  ControlledTables(IsolatedPipeline pipeline) {
    this.pipeline = pipeline;
    pipeline.sql(
        "CREATE TABLE inventory.orders (id int PRIMARY KEY, note text)",
        "CREATE TABLE inventory.\"Order Items\" (id int PRIMARY KEY, note text)");
    pipeline.deliver(ORDERS);
    pipeline.deliver(ITEMS, "items_final", Map.of());
  }

  /** The topic of the orders. */
  String topic() {
    return new Topics(pipeline.topicPrefix()).changes(ORDERS);
  }

  /** Inserts rows into both. */
  void insert(int count) {
    int from = rows.getAndAdd(count) + 1;
    for (String table : List.of("orders", "\"Order Items\"")) {
      pipeline.sql(
          "INSERT INTO inventory.%s SELECT n, 'row ' || n FROM generate_series(%d, %d) AS n"
              .formatted(table, from, from + count - 1));
    }
  }

  /** Waits until ClickHouse has so many rows of each. */
  void awaitRows(long orders, long items) {
    await("rows in ClickHouse")
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(pipeline.clickhouse("SELECT count() FROM items_final"))
                  .isEqualTo(String.valueOf(items));
              assertThat(pipeline.clickhouse("SELECT count() FROM orders_final"))
                  .isEqualTo(String.valueOf(orders));
            });
  }

  /** Each key was inserted once, so the raw rows must be as many as the topic has events. */
  void holdsEachEventOnce(long events) {
    assertThat(pipeline.kafka().records(topic())).hasSize((int) events);
    await("each event once")
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        pipeline.clickhouse(
                            "SELECT count(), uniqExact(_partition, _offset), uniqExact(id) FROM orders_final"))
                    .isEqualTo("%d\t%d\t%d".formatted(events, events, events)));
  }

  /** What is said of one of them. */
  static JsonNode table(ControlClient control, String path) {
    ControlClient.Answer answer = control.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body().path("tables")).as(answer.text()).hasSize(1);
    return answer.body().path("tables").path(0);
  }

  static void assertRefused(ControlClient.Answer answer, int status, String... words) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.error()).as(answer.text()).contains(words);
  }
}
