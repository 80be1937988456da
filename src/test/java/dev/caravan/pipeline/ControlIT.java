package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.KafkaConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.control.ControlPaths;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import dev.caravan.signal.Signal;
import dev.caravan.signal.SignalBoard;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people ask over HTTP and on the command line is done, once, and told. */
@ExtendWith(SharedSandbox.class)
class ControlIT {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TableName ITEMS = new TableName("inventory", "Order Items");
  private static final String ORDERS_PATH = "/tables/inventory/orders";
  private static final String ITEMS_PATH = "/tables/inventory/Order%20Items";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AtomicInteger rows = new AtomicInteger();

  @Test
  void doesWhatIsAskedOnceAndTells(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ControlIT.class)) {
      // Given
      pipeline.sql(
          "CREATE TABLE inventory.orders (id int PRIMARY KEY, note text)",
          "CREATE TABLE inventory.\"Order Items\" (id int PRIMARY KEY, note text)");
      pipeline.deliver(ORDERS);
      pipeline.deliver(ITEMS, "items_final", Map.of());
      Application application = pipeline.start(pipeline.application());
      application.awaitReady(LIMIT);
      ControlClient control = ControlClient.of(application);
      insert(pipeline, 50);
      awaitRows(pipeline, 50, 50);

      // Then
      tellsHowTablesStand(control);
      describesItself(application);
      refusesWhatIsWrong(control);

      // When
      pausesOneTable(pipeline, control);
      application.stop();
      Application second = pipeline.start(pipeline.application());
      second.awaitReady(LIMIT);
      control = ControlClient.of(second);

      // Then
      staysPausedUntilResumed(pipeline, second, control);
      rewindsExactly(pipeline, control);
      finishesARewindThatWasCutOff(sandbox, pipeline, control);
      asksForRowsAnew(pipeline, control);
      speaksOnTheCommandLine(pipeline, second);
    }
  }

  private void tellsHowTablesStand(ControlClient control) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(table(control, ORDERS_PATH).path("lag").asLong(-1)).isZero());
    ControlClient.Answer all = control.get("/tables?rows=exact");
    assertThat(all.status()).as(all.text()).isEqualTo(200);
    assertThat(all.body().path("problems")).as(all.text()).isEmpty();
    assertThat(all.body().path("tables")).as(all.text()).hasSize(2);
    JsonNode orders = table(control, ORDERS_PATH + "?rows=exact");
    assertThat(orders.path("table").asText()).isEqualTo("inventory.orders");
    assertThat(orders.path("state").asText()).isEqualTo("running");
    assertThat(orders.path("paused").asBoolean(true)).isFalse();
    assertThat(orders.path("delaySeconds").asDouble(-1)).isZero();
    JsonNode route = orders.path("routes").path(0);
    assertThat(route.path("members").asInt()).isPositive();
    assertThat(route.path("targets").path(0).path("versions").asLong()).isEqualTo(50);
    assertThat(route.path("targets").path(0).path("rows").asLong()).isEqualTo(50);
    for (JsonNode partition : route.path("position")) {
      assertThat(partition.path("committed")).isEqualTo(partition.path("end"));
    }
    ControlClient.Answer routes = control.get("/routes");
    assertThat(routes.body().path("files")).as(routes.text()).hasSize(2);
    assertThat(routes.body().at("/files/0/state").asText()).isEqualTo("running");
    assertThat(control.get("/capture").body().path("phase").asText()).isEqualTo("streaming");
  }

  /** The description has every path and verb that there is, and no other. */
  private static void describesItself(Application application) {
    JsonNode described = Probes.openApi(application);
    Map<String, List<String>> documented = new TreeMap<>();
    described
        .path("paths")
        .fields()
        .forEachRemaining(
            path -> documented.put(path.getKey(), ControlPaths.verbs(path.getValue())));
    assertThat(documented).isEqualTo(ControlPaths.ofResources());
    for (JsonNode path : described.path("paths")) {
      path.fields()
          .forEachRemaining(
              verb -> {
                if (!verb.getKey().equals("parameters")) {
                  assertThat(verb.getValue().path("summary").asText()).isNotBlank();
                  assertThat(verb.getValue().path("responses").has("503")).isTrue();
                }
              });
    }
  }

  private static void refusesWhatIsWrong(ControlClient control) {
    for (String verb : List.of("/pause", "/resume", "/resnapshot", "/rewind")) {
      assertRefused(
          control.post("/tables/inventory/order" + verb, verb.equals("/rewind") ? TO_NOW : ""),
          404,
          "inventory.order is neither captured nor routed",
          "inventory.orders");
    }
    assertRefused(control.get("/tables/inventory/order"), 404, "inventory.orders");
    assertRefused(control.get("/tables?rows=all"), 400, "exact");
    assertRefused(control.post(ORDERS_PATH + "/resnapshot", "{\"filtre\":1}"), 400, "'filter'");
    assertRefused(control.post(ORDERS_PATH + "/rewind", "{}"), 400, "'to' and 'offsets'");
    assertRefused(control.post(ORDERS_PATH + "/rewind", "{\"to\":\"5\"}"), 400, "time zone");
    assertRefused(
        control.post(ORDERS_PATH + "/rewind", "{\"offsets\":{\"99\":0}}"), 400, "partition 99");
    assertThat(table(control, ORDERS_PATH).path("paused").asBoolean()).isFalse();
  }

  private void pausesOneTable(IsolatedPipeline pipeline, ControlClient control) {
    assertThat(control.post(ORDERS_PATH + "/pause").body())
        .hasToString("{\"table\":\"inventory.orders\",\"paused\":true,\"changed\":true}");
    assertThat(control.post(ORDERS_PATH + "/pause").body())
        .hasToString("{\"table\":\"inventory.orders\",\"paused\":true,\"changed\":false}");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(table(control, ORDERS_PATH).at("/routes/0/members").asInt(-1)).isZero());
    insert(pipeline, 30);
    awaitRows(pipeline, 50, 80);
    JsonNode orders = table(control, ORDERS_PATH);
    assertThat(orders.path("state").asText()).isEqualTo("paused");
    assertThat(orders.path("lag").asLong()).isGreaterThanOrEqualTo(30);
    assertThat(orders.path("delaySeconds").asDouble()).isPositive();
    assertThat(table(control, ITEMS_PATH).path("state").asText()).isEqualTo("running");
    String end = orders.at("/routes/0/position/0/end").asText();
    assertRefused(
        control.post(ORDERS_PATH + "/rewind", "{\"offsets\":{\"0\":" + end + "}}"), 409, "skip");
  }

  private void staysPausedUntilResumed(
      IsolatedPipeline pipeline, Application application, ControlClient control) {
    insert(pipeline, 20);
    awaitRows(pipeline, 50, 100);
    Probes probes = new Probes(application);
    assertThat(probes.check("ready", "deliver").path("data").toString())
        .contains("\"table inventory.orders\":\"paused since ");
    assertThat(probes.metrics())
        .contains("caravan_deliver_paused{table=\"inventory.orders\"} 1.0")
        .contains("caravan_deliver_paused{table=\"inventory.Order Items\"} 0.0");
    assertThat(control.post(ORDERS_PATH + "/resume").body().path("changed").asBoolean()).isTrue();
    assertThat(control.post(ORDERS_PATH + "/resume").body().path("changed").asBoolean(true))
        .isFalse();
    awaitRows(pipeline, 100, 100);
  }

  private void rewindsExactly(IsolatedPipeline pipeline, ControlClient control) {
    // To a time, of everything there is after it
    Instant between = lastTaken(pipeline).plusMillis(1);
    pipeline.awaitEqual(ORDERS);
    await().atMost(LIMIT).until(() -> Instant.now().isAfter(between.plusMillis(5)));
    insert(pipeline, 40);
    awaitRows(pipeline, 140, 140);
    ControlClient.Answer byTime =
        control.post(ORDERS_PATH + "/rewind", "{\"to\":\"" + between + "\"}");
    assertThat(byTime.status()).as(byTime.text()).isEqualTo(200);
    assertThat(deleted(byTime)).as(byTime.text()).isEqualTo(40);
    assertThat(byTime.body().path("paused").asBoolean(true)).isFalse();
    holdsEachEventOnce(pipeline, 140);

    // To offsets while it is paused, and once more
    control.post(ORDERS_PATH + "/pause");
    String body = "{\"offsets\":{\"0\":0}}";
    ControlClient.Answer byOffset = control.post(ORDERS_PATH + "/rewind", body);
    assertThat(byOffset.status()).as(byOffset.text()).isEqualTo(200);
    assertThat(byOffset.body().path("paused").asBoolean()).isTrue();
    assertThat(deleted(byOffset)).isPositive();
    ControlClient.Answer again = control.post(ORDERS_PATH + "/rewind", body);
    assertThat(again.body().path("changed").asBoolean(true)).as(again.text()).isFalse();
    assertThat(deleted(again)).isZero();
    control.post(ORDERS_PATH + "/resume");
    holdsEachEventOnce(pipeline, 140);
    pipeline.awaitEqual(ORDERS);
  }

  /** One that died once it had moved the group, before it took the rows away. */
  private static void finishesARewindThatWasCutOff(
      Sandbox sandbox, IsolatedPipeline pipeline, ControlClient control) {
    Topics topics = new Topics(pipeline.topicPrefix());
    String group = table(control, ORDERS_PATH).at("/routes/0/group").asText();
    pauseAsARewindDoes(sandbox.kafka().bootstrapServers(), topics);
    await()
        .atMost(LIMIT)
        .until(() -> table(control, ORDERS_PATH).at("/routes/0/members").asInt(-1) == 0);
    pipeline.kafka().rewind(group, topics.changes(ORDERS));
    assertThat(table(control, ORDERS_PATH).path("pausedFor").asText()).isEqualTo("rewind");
    assertThat(pipeline.clickhouse("SELECT count() FROM orders_final")).isEqualTo("140");

    // When
    ControlClient.Answer answer =
        control.post(ORDERS_PATH + "/rewind", "{\"offsets\":{\"0\":0,\"1\":0,\"2\":0}}");

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(deleted(answer)).isEqualTo(140);
    assertThat(answer.body().path("paused").asBoolean(true)).isFalse();
    holdsEachEventOnce(pipeline, 140);
  }

  private static void pauseAsARewindDoes(String servers, Topics topics) {
    KafkaConfig kafka =
        new SmallRyeConfigBuilder()
            .withMapping(KafkaConfig.class)
            .withDefaultValue("caravan.kafka.bootstrap-servers", servers)
            .build()
            .getConfigMapping(KafkaConfig.class);
    try (SignalBoard board = new SignalBoard(kafka, topics)) {
      board.send(Signal.PauseTable.of(ORDERS, true, "rewind"));
    }
  }

  private static void asksForRowsAnew(IsolatedPipeline pipeline, ControlClient control) {
    JsonNode asked = control.post(ORDERS_PATH + "/resnapshot", "{\"filter\":\"id > 5\"}").body();
    assertThat(asked.path("changed").asBoolean()).isTrue();
    assertThat(asked.path("progress").asText()).isEqualTo("/control" + ORDERS_PATH);
    JsonNode signal =
        pipeline.kafka().values(new Topics(pipeline.topicPrefix()).signals()).stream()
            .filter(each -> each.path("signal").asText().equals("snapshot"))
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(signal.path("id")).isEqualTo(asked.path("id"));
    assertThat(signal.path("filter").asText()).isEqualTo("id > 5");
    assertThat(table(control, ORDERS_PATH).at("/snapshot/id")).isEqualTo(asked.path("id"));
  }

  private void speaksOnTheCommandLine(IsolatedPipeline pipeline, Application application) {
    CtlRun ctl = new CtlRun(application.url());
    assertThat(ctl.byScript(0, "tables")).contains("inventory.orders").contains("running");
    assertThat(ctl.byScript(1, "pause", "inventory.order")).contains("neither captured nor routed");
    assertThat(ctl.byScript(2, "pause", "orders")).contains("names no table");
    assertThat(ctl.ok("tables")).contains("inventory.orders").contains("running");
    assertThat(ctl.ok("table", "inventory.orders", "--exact")).contains("140 rows");
    assertThat(ctl.ok("pause", "inventory.Order Items")).contains("is paused");
    assertThat(ctl.ok("resume", "inventory.Order Items")).contains("goes on");
    assertThat(ctl.ok("resnapshot", "inventory.Order Items", "--filter", "id = 1"))
        .contains("where id = 1");
    assertThat(ctl.ok("cancel", "inventory.Order Items")).contains("Order Items");
    assertThat(ctl.ok("rewind", "inventory.Order Items", "--offset", "0=0", "--offset", "1=0"))
        .contains("is rewound");
    assertThat(ctl.ok("capture")).contains("streaming");
    assertThat(ctl.ok("dead-letters", "list")).contains("WAITING");
    assertThat(ctl.ok("routes")).contains("table1.camel.yaml").contains("running");
    assertThat(ctl.ok("--json", "tables")).startsWith("{").contains("\"problems\"");
    ctl.refused(1, "neither captured nor routed", "pause", "inventory.order");
    ctl.refused(1, "no events of a table", "dead-letters", "list", "inventory.order");
    ctl.refused(1, "no dead letter", "dead-letters", "show", "inventory.orders", "0/0");
    ctl.refused(2, "names no table", "pause", "orders");
    ctl.refused(2, "--to", "rewind", "inventory.orders");
    assertThat(ctl.ok("resnapshot", "inventory.orders", "--watch")).contains("complete 100.0 %");
    assertThat(ctl.ok("capture", "pause")).contains("is to pause");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(ctl.ok("capture")).contains("paused since"));
    String topic = new Topics(pipeline.topicPrefix()).changes(ORDERS);
    int taken = pipeline.kafka().records(topic).size();
    insert(pipeline, 5);
    assertThat(ctl.ok("capture")).contains("paused since");
    assertThat(pipeline.kafka().records(topic)).hasSize(taken);
    assertThat(ctl.ok("capture", "resume")).contains("goes on");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(ctl.ok("capture")).contains("streaming since"));
    assertThat(ctl.ok("dead-letters", "replay", "inventory.orders", "--all"))
        .contains("0 replayed");
    assertThat(ctl.ok("dead-letters", "discard", "inventory.orders", "--all"))
        .contains("0 discarded");
    pipeline.awaitEqual(ORDERS);
  }

  private static final String TO_NOW = "{\"to\":\"2026-11-29T05:00:00Z\"}";

  private void insert(IsolatedPipeline pipeline, int count) {
    int from = rows.getAndAdd(count) + 1;
    for (String table : List.of("orders", "\"Order Items\"")) {
      pipeline.sql(
          "INSERT INTO inventory.%s SELECT n, 'row ' || n FROM generate_series(%d, %d) AS n"
              .formatted(table, from, from + count - 1));
    }
  }

  private static void awaitRows(IsolatedPipeline pipeline, long orders, long items) {
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
  private static void holdsEachEventOnce(IsolatedPipeline pipeline, long events) {
    String topic = new Topics(pipeline.topicPrefix()).changes(ORDERS);
    assertThat(pipeline.kafka().records(topic)).hasSize((int) events);
    await("each event once")
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        pipeline.clickhouse(
                            "SELECT count(), uniqExact(_partition, _offset), uniqExact(id) FROM orders_final"))
                    .isEqualTo("%d\t%d\t%d".formatted(events, events, events)));
  }

  private static Instant lastTaken(IsolatedPipeline pipeline) {
    return Instant.ofEpochMilli(
        pipeline.kafka().records(new Topics(pipeline.topicPrefix()).changes(ORDERS)).stream()
            .mapToLong(ConsumerRecord::timestamp)
            .max()
            .orElseThrow());
  }

  private static long deleted(ControlClient.Answer answer) {
    long deleted = 0;
    for (JsonNode each : answer.body().at("/routes/0/partitions")) {
      deleted += each.path("rowsDeleted").asLong();
    }
    return deleted;
  }

  private static JsonNode table(ControlClient control, String path) {
    ControlClient.Answer answer = control.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body().path("tables")).as(answer.text()).hasSize(1);
    return answer.body().path("tables").path(0);
  }

  private static void assertRefused(ControlClient.Answer answer, int status, String... words) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.error()).as(answer.text()).contains(words);
  }
}
