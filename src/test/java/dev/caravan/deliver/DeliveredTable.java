package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SandboxException;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;

/** A table of the source and its home in ClickHouse, under names of their own. */
final class DeliveredTable implements AutoCloseable {

  static final TableName SOURCE = new TableName("inventory", "orders");

  static final String SALT = "0123456789abcdef";

  final Sandbox sandbox = SharedSandbox.get();
  final ChangeLog log;

  /** The view; the table's name is this and {@code _final}. */
  final String name;

  final Topics topics;
  final Deque<AutoCloseable> open = new ArrayDeque<>();

  DeliveredTable() throws Exception {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    topics = new Topics("t" + unique);
    name = "orders_" + unique;
    log = new ChangeLog(sandbox, topics, SOURCE, 3);
    open.push(log);
  }

  /**
   * Starts a deliverer.
   *
   * @param options of the endpoint {@code clickhouse:}, beginning with {@code ?}
   */
  DeliverContext deliver(String options, Map<String, String> settings) throws Exception {
    DeliverContext context =
        DeliverContext.start(
            sandbox,
            topics,
            settings,
            DeliverContext.route(name, log.topic, "", name + "_final" + options));
    open.push(context);
    return context;
  }

  DeliverContext deliver() throws Exception {
    return deliver("", Map.of());
  }

  /**
   * Starts a deliverer into several tables.
   *
   * @param targets the options of each by its name, in which {@code $} stands for the view's name
   */
  DeliverContext deliver(Map<String, Map<String, String>> targets, Map<String, String> settings)
      throws Exception {
    StringBuilder route =
        new StringBuilder(
            "- route:\n    id: %s\n    from:\n      uri: kafka:%s\n      steps:\n"
                .formatted(name, log.topic));
    targets.forEach(
        (target, options) -> {
          route
              .append("        - to:\n            uri: clickhouse:")
              .append(target.replace("$", name))
              .append("\n            parameters:\n");
          options.forEach(
              (option, value) ->
                  route
                      .append("              ")
                      .append(option)
                      .append(": '")
                      .append(value.replace("'", "''"))
                      .append("'\n"));
        });
    DeliverContext context = DeliverContext.start(sandbox, topics, settings, route.toString());
    open.push(context);
    return context;
  }

  /** Starts a deliverer whose route says more of the table. */
  DeliverContext deliver(Map<String, String> options) throws Exception {
    return deliver(Map.of("$_final", options), Map.of("caravan.deliver.hash-salt", SALT));
  }

  /** Waits until the deliverer has stopped and says why. */
  static String awaitStop(DeliverContext context) {
    soon().until(() -> context.state.snapshot().get(0).status() == RouteDelivery.Status.STOPPED);
    return context.state.snapshot().get(0).lastError();
  }

  /** Answers a question in which {@code $} stands for the view's name. */
  String query(String sql) {
    return sandbox.clickhouse().query(sql.replace("$", name));
  }

  /** Waits until the question is answered so. */
  void awaitAnswer(String sql, String answer) {
    soon()
        .untilAsserted(
            () -> org.assertj.core.api.Assertions.assertThat(query(sql)).isEqualTo(answer));
  }

  /** A materialized view that counts each row it sees inserted. */
  void countInserts() {
    query(
        "CREATE TABLE $_seen (n UInt64) ENGINE = MergeTree ORDER BY n"
            + " SETTINGS non_replicated_deduplication_window = 1000");
    query("CREATE MATERIALIZED VIEW $_mv TO $_seen AS SELECT count() AS n FROM $_final");
  }

  long inserts() {
    return Long.parseLong(query("SELECT sum(n) FROM $_seen"));
  }

  static ConditionFactory soon() {
    // Until the table exists, and while ClickHouse is away, the question itself fails.
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(SandboxException.class);
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
