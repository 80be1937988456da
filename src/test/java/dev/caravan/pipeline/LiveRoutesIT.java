package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.TableName;
import dev.caravan.pipeline.RouteFolder.Way;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Route files come, change, break, are mended and go, written in each of the ways they are written,
 * while every table is being written to. The file of another table stays as it is.
 */
@Tag("everywhere")
@Tag("native")
@ExtendWith(SharedSandbox.class)
class LiveRoutesIT {

  private static final TableName STEADY = new TableName("inventory", "steady");
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void aChangedFileTakesEffectAndNoOtherRouteNotices(Sandbox sandbox) throws Exception {
    List<TableName> tables = new ArrayList<>(List.of(STEADY));
    Stream.of(Way.values()).map(LiveRoutesIT::table).forEach(tables::add);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, LiveRoutesIT.class)) {
      // Given a table that is delivered, and others that are captured
      SteadyRows rows = SteadyRows.into(pipeline, tables);
      RouteFolder folder = pipeline.routes();
      folder.write(Way.IN_PLACE, "steady", route("steady", STEADY, ""));
      Application application =
          pipeline.start(pipeline.application().set("caravan.routes.poll-interval", "200ms"));
      Probes probes = new Probes(application);
      InsertedRows inserted = new InsertedRows(pipeline, STEADY);
      probes.await("ready", p -> p.isUp("ready") && p.isUp("started"));
      String since = deliver(probes).path("steady").asText();
      Set<String> members = pipeline.kafka().members(pipeline.topicPrefix() + "-steady");
      assertThat(members).hasSize(1);

      // When files come, then rows arrive
      each(folder, way -> route(id(way), table(way), ""));
      for (Way way : Way.values()) {
        awaitMore(pipeline, way, 0);
      }
      InsertedRows insertedLater =
          new InsertedRows(pipeline, tables.subList(1, tables.size()).toArray(TableName[]::new));

      // When they change, then their routes begin anew
      each(folder, way -> route(id(way), table(way), "300"));
      awaitStarts(application, 2);

      // When they break, are cut off, or repeat an id, then they are refused and all goes on
      each(folder, way -> route(id(way), table(way), "400").replace("steps", "stepps"));
      awaitRefused(probes, "line 7", "stepps");
      each(folder, way -> half(route(id(way), table(way), "400")));
      awaitRefused(probes, "cut off");
      each(folder, way -> route("steady", table(way), "400"));
      awaitRefused(probes, "line 2", "steady.camel.yaml");
      assertThat(metric(application, "caravan_routes_refused")).isEqualTo(3);
      assertThat(metric(application, "caravan_routes_running")).isEqualTo(4);
      assertThat(probes.isUp("ready", "routes")).isTrue();
      for (Way way : Way.values()) {
        awaitMore(pipeline, way, count(pipeline, table(way)));
      }
      awaitStarts(application, 2);

      // When they are mended, then they are taken
      each(folder, way -> route(id(way), table(way), "500"));
      awaitStarts(application, 3);
      await().atMost(SOON).until(() -> metric(application, "caravan_routes_refused") == 0);

      // When the folder is gone, then that is told, and all goes on
      Path away = folder.path().resolveSibling(folder.path().getFileName() + "-away");
      Files.move(folder.path(), away);
      probes.await("told", p -> p.check("ready", "routes").path("data").has("folder"));
      for (Way way : Way.values()) {
        awaitMore(pipeline, way, count(pipeline, table(way)));
      }
      Files.move(away, folder.path());
      probes.await("told again", p -> !p.check("ready", "routes").path("data").has("folder"));
      awaitStarts(application, 3);

      // When they go, then their routes stop and their tables stay
      for (Way way : Way.values()) {
        folder.remove(way, id(way));
      }
      probes.await("routes are gone", p -> deliver(p).size() == 1);
      List<Long> counts = counts(pipeline);
      long written = rows.written();
      await().atMost(SOON).until(() -> rows.written() > written + 20);
      assertThat(counts(pipeline)).isEqualTo(counts);

      // When they come back, then they go on where they were
      each(folder, way -> route(id(way), table(way), "600"));
      awaitStarts(application, 4);

      // And all the while nothing was different for the file nobody touched
      assertThat(deliver(probes).path("steady").asText()).isEqualTo(since).startsWith("running");

      // When one goes while ClickHouse hangs, then its stop takes its time and no probe does
      sandbox.clickhouse().pause();
      try {
        long hung = rows.written();
        await().atMost(SOON).until(() -> rows.written() > hung + 20);
        probes.forgetTimes();
        folder.remove(Way.IN_PLACE, id(Way.IN_PLACE));
        probes.await("the route is gone", p -> !deliver(p).has(id(Way.IN_PLACE)));
        assertThat(probes.isUp("live")).isTrue();
        assertThat(probes.slowest()).isLessThan(Duration.ofSeconds(2));
      } finally {
        sandbox.clickhouse().resume();
      }
      folder.write(Way.RENAME, id(Way.IN_PLACE), route("in_place", table(Way.IN_PLACE), ""));
      await().atMost(SOON).until(() -> starts(application, "in_place") == 5);

      // Then both sides end equal, and no event came twice
      rows.close();
      pipeline.awaitEqual(tables.toArray(TableName[]::new));
      for (TableName table : tables) {
        InsertedRows seen = table.equals(STEADY) ? inserted : insertedLater;
        assertThat(seen.count(table)).as(table + " inserts").isEqualTo(seen.distinct(table));
        assertThat(count(pipeline, table)).as(table + " rows").isEqualTo(rows.written());
      }

      // And the route of the file nobody touched never stopped
      assertThat(starts(application, "steady")).isEqualTo(1);
      assertThat(pipeline.kafka().members(pipeline.topicPrefix() + "-steady")).isEqualTo(members);
    }
  }

  private static String id(Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  private static TableName table(Way way) {
    return new TableName("inventory", id(way));
  }

  private static void each(RouteFolder folder, Function<Way, String> content) {
    for (Way way : Way.values()) {
      folder.write(way, id(way), content.apply(way));
    }
  }

  private static String half(String content) {
    return content.substring(0, content.length() - 8);
  }

  private static String route(String id, TableName table, String maxPollRecords) {
    String parameters =
        maxPollRecords.isEmpty() ? "{}" : "{maxPollRecords: " + maxPollRecords + "}";
    return """
    - route:
        id: %s
        from:
          uri: kafka:{{caravan.topic-prefix}}.%s
          # how many events a poll returns
          parameters: %s
          steps:
            - to: clickhouse:%s_final
    """
        .formatted(id, table, parameters, table.table());
  }

  private static JsonNode deliver(Probes probes) {
    return probes.check("ready", "deliver").path("data");
  }

  private static void awaitRefused(Probes probes, String... parts) {
    for (Way way : Way.values()) {
      probes.await(
          id(way) + " is refused for " + List.of(parts),
          p -> {
            String why =
                p.check("ready", "routes")
                    .path("data")
                    .path("refused " + id(way) + ".camel.yaml")
                    .asText();
            return Stream.of(parts).allMatch(why::contains);
          });
    }
  }

  private static void awaitStarts(Application application, int times) {
    for (Way way : Way.values()) {
      await(id(way) + " started " + times + " times")
          .atMost(SOON)
          .until(() -> starts(application, id(way)) == times);
    }
  }

  private static long starts(Application application, String id) {
    return application.log().lines().filter(l -> l.contains("Route " + id + " delivers")).count();
  }

  private static void awaitMore(IsolatedPipeline pipeline, Way way, long before) {
    await("rows of " + id(way))
        .atMost(SOON)
        .until(
            () ->
                pipeline.clickhouse("EXISTS " + id(way) + "_final").equals("1")
                    && count(pipeline, table(way)) > before);
  }

  private static List<Long> counts(IsolatedPipeline pipeline) {
    return Stream.of(Way.values()).map(way -> count(pipeline, table(way))).toList();
  }

  /** Rows as they lie there, not one a key. */
  private static long count(IsolatedPipeline pipeline, TableName table) {
    return Long.parseLong(pipeline.clickhouse("SELECT count() FROM " + table.table() + "_final"));
  }

  private static long metric(Application application, String name) throws IOException {
    return text(application, "/q/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .mapToLong(value -> (long) Double.parseDouble(value))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Application application, String path) throws IOException {
    try (var in = URI.create(application.url() + path).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
