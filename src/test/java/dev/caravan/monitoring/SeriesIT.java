package dev.caravan.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.monitoring.stack.Programs;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real Prometheus watches the running pipeline, and what is shipped finds its series: each rule,
 * and each panel of each dashboard, in Prometheus, ClickHouse and PostgreSQL.
 */
class SeriesIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> NOT_HERE = KnownSeries.thatAreNotHere();

  /** Panels of what need not have happened, or need not be limited. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of("Alerts", "WAL budget left", "Longest transaction", "Notifications");

  private static WatchedShop shop;

  @BeforeAll
  static void start() throws Exception {
    NeededPrograms.check();
    shop = new WatchedShop();
  }

  @AfterAll
  static void stop() throws Exception {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void everySeriesAndPanelHasData() throws Exception {
    // Given
    shop.control("/tables/inventory/products/resnapshot");
    shop.poison();
    shop.mend();
    Set<String> asked = new TreeSet<>();
    MonitoringFiles.rules().forEach(rule -> asked.addAll(PromqlNames.in(rule.expression())));
    for (Panel panel : Panel.all()) {
      panel.prometheus().forEach(query -> asked.addAll(PromqlNames.in(query)));
    }
    asked.removeAll(NOT_HERE);

    // Then
    await("all series are there")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(shop.prometheus().names()).containsAll(asked));
    await("all rules have what they ask for")
        .atMost(LIMIT)
        .untilAsserted(this::seriesHaveTheLabelsThatRulesExpect);
    metersAreThoseOfTheReference();
    metersFollowPrometheusConventions();
    for (Panel panel : Panel.all()) {
      await(panel.toString()).atMost(LIMIT).untilAsserted(() -> hasData(panel));
    }
    shop.check();
  }

  /** Each selector finds something, and labels that are grouped by or shown are there. */
  private void seriesHaveTheLabelsThatRulesExpect() {
    for (Rule rule : MonitoringFiles.rules()) {
      Set<String> names = PromqlNames.in(rule.expression());
      if (names.stream().anyMatch(NOT_HERE::contains)) {
        continue;
      }
      for (String selector : PromqlNames.selectorsIn(rule.expression())) {
        assertThat(shop.prometheus().query("count(" + selector + ")"))
            .as("%s: %s", rule.name(), selector)
            .isNotEmpty();
      }
      Set<String> there = new TreeSet<>();
      for (String name : names) {
        for (JsonNode series : shop.prometheus().query(name)) {
          series.path("metric").fieldNames().forEachRemaining(there::add);
        }
      }
      Set<String> wanted = PromqlNames.labelsIn(rule.expression());
      Matcher shown = Pattern.compile("\\$labels\\.(\\w+)").matcher(rule.annotations().toString());
      while (shown.find()) {
        wanted.add(shown.group(1));
      }
      assertThat(there).as(rule.name()).containsAll(wanted);
    }
  }

  private void metersAreThoseOfTheReference() {
    Set<String> told = new TreeSet<>();
    Matcher names =
        Pattern.compile("^((?:caravan|debezium)_\\w+)[{ ]", Pattern.MULTILINE)
            .matcher(shop.metrics());
    while (names.find()) {
      told.add(names.group(1));
    }
    Set<String> documented = KnownSeries.documented();
    documented.removeIf(name -> !name.startsWith("caravan_") && !name.startsWith("debezium_"));
    assertThat(told).containsExactlyInAnyOrderElementsOf(documented);
  }

  /** Names, units and types are as Prometheus would have them. */
  private void metersFollowPrometheusConventions() throws Exception {
    String own =
        shop.metrics()
            .lines()
            .filter(line -> line.matches("(# (HELP|TYPE) )?(caravan|debezium)_.*"))
            .collect(Collectors.joining("\n", "", "\n"));
    Process lint =
        new ProcessBuilder(Programs.PROMTOOL.path(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = lint.getOutputStream()) {
      in.write(own.getBytes(StandardCharsets.UTF_8));
    }
    String printed = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).isEmpty();
    assertThat(lint.waitFor()).isZero();
  }

  private void hasData(Panel panel) throws Exception {
    boolean mayBeEmpty = MAY_BE_EMPTY.contains(panel.title());
    for (String query : panel.prometheus()) {
      if (PromqlNames.in(query).stream().noneMatch(NOT_HERE::contains)) {
        JsonNode series = shop.prometheus().query(PanelQueries.prometheus(query));
        assertThat(mayBeEmpty || hasNumber(series)).as("%s: %s", query, series).isTrue();
      }
    }
    for (String query : panel.clickhouse()) {
      assertThat(hasRows(panel, query)).as(query).isTrue();
    }
    for (String query : panel.postgres()) {
      try (Connection connection = shop.sandbox().postgres().connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        assertThat(rows.next()).as(query).isTrue();
        boolean number = false;
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          number |= rows.getObject(column) instanceof Number;
        }
        assertThat(number).as("%s answers a number", query).isTrue();
      }
    }
  }

  /** Some of the series have no number when nothing happened to them; at least one has. */
  private static boolean hasNumber(JsonNode series) {
    for (JsonNode each : series) {
      if (Double.isFinite(each.path("value").path(1).asDouble(Double.NaN))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasRows(Panel panel, String query) throws Exception {
    String warehouses =
        shop.sandbox()
            .clickhouse()
            .query("SELECT DISTINCT warehouse FROM inventory")
            .lines()
            .map(each -> "'" + each + "'")
            .collect(Collectors.joining(","));
    JsonNode answer =
        JSON.readTree(
            shop.sandbox()
                .clickhouse()
                .query(PanelQueries.clickhouse(query, warehouses) + "\nFORMAT JSON"));
    Set<String> types = new TreeSet<>();
    answer.path("meta").forEach(column -> types.add(column.path("type").asText()));
    assertThat(types).as(query).anyMatch(type -> type.matches("(Nullable\\()?U?(Int|Float).*"));
    if (panel.json().path("type").asText().equals("timeseries")) {
      assertThat(answer.at("/meta/0/name").asText()).isEqualTo("time");
      assertThat(answer.at("/meta/0/type").asText()).startsWith("DateTime");
    }
    return answer.path("rows").asInt() > 0;
  }
}
