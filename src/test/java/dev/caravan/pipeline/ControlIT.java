package dev.caravan.pipeline;

import static dev.caravan.pipeline.ControlledTables.ITEMS_PATH;
import static dev.caravan.pipeline.ControlledTables.LIMIT;
import static dev.caravan.pipeline.ControlledTables.ORDERS_PATH;
import static dev.caravan.pipeline.ControlledTables.assertRefused;
import static dev.caravan.pipeline.ControlledTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.Topics;
import dev.caravan.control.ControlPaths;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people ask over HTTP and on the command line is done, once, and told. */
@Tag("everywhere")
@Tag("native")
@ExtendWith(SharedSandbox.class)
class ControlIT {

  private static final String TO_NOW = "{\"to\":\"2026-11-29T05:00:00Z\"}";

  @Test
  void doesWhatIsAskedOnceAndTells(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ControlIT.class)) {
      // Given
      ControlledTables tables = new ControlledTables(pipeline);
      Application application = pipeline.start(pipeline.application());
      application.awaitReady(LIMIT);
      ControlClient control = ControlClient.of(application);
      tables.insert(50);
      tables.awaitRows(50, 50);

      // Then
      tellsHowTablesStand(control);
      describesItself(application);
      refusesWhatIsWrong(control);

      // When
      pausesOneTable(tables, control);
      application.stop();
      Application second = pipeline.start(pipeline.application());
      second.awaitReady(LIMIT);
      control = ControlClient.of(second);

      // Then
      staysPausedUntilResumed(tables, second, control);
      RewindSteps rewind = new RewindSteps(pipeline, tables, control);
      rewind.rewindsExactly();
      rewind.finishesARewindThatWasCutOff(sandbox.kafka().bootstrapServers());
      asksForRowsAnew(pipeline, control);
      CommandLineSteps commandLine = new CommandLineSteps(pipeline, tables, second);
      commandLine.speaksOfTables();
      commandLine.pausesTheCapture();
      commandLine.speaksOfDeadLetters();
    }
  }

  private static void tellsHowTablesStand(ControlClient control) {
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

  private static void pausesOneTable(ControlledTables tables, ControlClient control) {
    assertThat(control.post(ORDERS_PATH + "/pause").body())
        .hasToString("{\"table\":\"inventory.orders\",\"paused\":true,\"changed\":true}");
    assertThat(control.post(ORDERS_PATH + "/pause").body())
        .hasToString("{\"table\":\"inventory.orders\",\"paused\":true,\"changed\":false}");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(table(control, ORDERS_PATH).at("/routes/0/members").asInt(-1)).isZero());
    tables.insert(30);
    tables.awaitRows(50, 80);
    JsonNode orders = table(control, ORDERS_PATH);
    assertThat(orders.path("state").asText()).isEqualTo("paused");
    assertThat(orders.path("lag").asLong()).isGreaterThanOrEqualTo(30);
    assertThat(orders.path("delaySeconds").asDouble()).isPositive();
    assertThat(table(control, ITEMS_PATH).path("state").asText()).isEqualTo("running");
    String end = orders.at("/routes/0/position/0/end").asText();
    assertRefused(
        control.post(ORDERS_PATH + "/rewind", "{\"offsets\":{\"0\":" + end + "}}"), 409, "skip");
  }

  private static void staysPausedUntilResumed(
      ControlledTables tables, Application application, ControlClient control) {
    tables.insert(20);
    tables.awaitRows(50, 100);
    Probes probes = new Probes(application);
    assertThat(probes.check("ready", "deliver").path("data").toString())
        .contains("\"table inventory.orders\":\"paused since ");
    // The meters of routes that have just started come a moment later.
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(probes.metrics())
                    .contains("caravan_deliver_paused{table=\"inventory.orders\"} 1.0")
                    .contains("caravan_deliver_paused{table=\"inventory.Order Items\"} 0.0"));
    assertThat(control.post(ORDERS_PATH + "/resume").body().path("changed").asBoolean()).isTrue();
    assertThat(control.post(ORDERS_PATH + "/resume").body().path("changed").asBoolean(true))
        .isFalse();
    tables.awaitRows(100, 100);
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
}
