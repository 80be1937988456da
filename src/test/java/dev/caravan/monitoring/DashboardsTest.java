package dev.caravan.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The dashboards hold what Grafana asks of them, and what a reader does. */
class DashboardsTest {

  private static final int WIDTH = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]+)(?::\\w+)?}?");
  private static final Pattern RUNBOOK = Pattern.compile("\\$\\{runbooks}/(\\w+)\\.md");
  private static final Set<String> TYPES =
      Set.of(
          "stat",
          "timeseries",
          "table",
          "heatmap",
          "state-timeline",
          "bargauge",
          "piechart",
          "barchart");

  private static List<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  @Test
  void thereAreThreeWithStableNames() {
    assertThat(MonitoringFiles.dashboards().values())
        .extracting(each -> each.path("uid").asText() + ": " + each.path("title").asText())
        .containsExactlyInAnyOrder(
            "caravan-cdc: CDC Pipeline Monitoring",
            "caravan-infrastructure: Infrastructure Metrics",
            "caravan-business: Business Analytics");
  }

  @Test
  void carryNothingOfAnInstallation() {
    for (JsonNode dashboard : MonitoringFiles.dashboards().values()) {
      assertThat(dashboard.has("id")).isFalse();
      assertThat(dashboard.path("version").asInt()).isEqualTo(1);
      assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
      for (JsonNode variable : dashboard.path("templating").path("list")) {
        assertThat(variable.path("current").size()).as(variable.toString()).isZero();
      }
    }
  }

  @Test
  void eachPanelHasAnIdOfItsOwn() {
    MonitoringFiles.dashboards()
        .forEach(
            (file, dashboard) ->
                assertThat(each(dashboard.path("panels")))
                    .as(file)
                    .extracting(panel -> panel.path("id").asInt())
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id > 0));
  }

  @Test
  void panelsLieWithinTheGridAndNotOverEachOther() {
    MonitoringFiles.dashboards()
        .forEach(
            (file, dashboard) -> {
              Set<String> taken = new HashSet<>();
              for (JsonNode panel : dashboard.path("panels")) {
                JsonNode at = panel.path("gridPos");
                assertThat(at.path("x").asInt() + at.path("w").asInt())
                    .as(file + " " + panel.path("title"))
                    .isBetween(1, WIDTH);
                for (int x = 0; x < at.path("w").asInt(); x++) {
                  for (int y = 0; y < at.path("h").asInt(); y++) {
                    assertThat(
                            taken.add(
                                (at.path("x").asInt() + x) + "," + (at.path("y").asInt() + y)))
                        .as(file + " " + panel.path("title") + " lies over another")
                        .isTrue();
                  }
                }
              }
            });
  }

  @Test
  void eachPanelSaysWhatItShowsAndInWhat() {
    for (Panel panel : Panel.all()) {
      JsonNode defaults = panel.json().path("fieldConfig").path("defaults");
      assertThat(panel.json().path("type").asText()).as(panel.toString()).isIn(TYPES);
      assertThat(panel.title()).isNotBlank();
      assertThat(panel.json().path("description").asText()).as(panel.toString()).isNotBlank();
      assertThat(defaults.path("unit").asText()).as(panel + " has no unit").isNotBlank();
      assertThat(each(defaults.path("thresholds").path("steps")))
          .as(panel + " has no thresholds")
          .isNotEmpty();
      assertThat(defaults.path("thresholds").path("steps").path(0).path("value").isNull())
          .as(panel + ": the first threshold holds from the beginning")
          .isTrue();
    }
  }

  @Test
  void eachQuerySaysWhereItGoesByAVariable() {
    for (Panel panel : Panel.all()) {
      assertThat(each(panel.json().path("targets"))).as(panel.toString()).isNotEmpty();
      assertThat(each(panel.json().path("targets")))
          .extracting(target -> target.path("refId").asText())
          .doesNotHaveDuplicates();
      for (JsonNode target : panel.json().path("targets")) {
        assertThat(target.path("datasource").path("uid").asText())
            .as(panel.toString())
            .matches("\\$\\{(prometheus|clickhouse|postgres)}");
      }
    }
  }

  @Test
  void variablesThatAreUsedAreThereAndNoOthers() {
    MonitoringFiles.dashboards()
        .forEach(
            (file, dashboard) -> {
              Set<String> there =
                  each(dashboard.path("templating").path("list")).stream()
                      .map(each -> each.path("name").asText())
                      .collect(Collectors.toSet());
              Set<String> used = new HashSet<>();
              Matcher variables = VARIABLE.matcher(dashboard.toString());
              while (variables.find()) {
                used.add(variables.group(1));
              }
              // Grafana's own begin with "__", which the pattern leaves out.
              assertThat(used).as(file).containsExactlyInAnyOrderElementsOf(there);
            });
  }

  @Test
  void linksLeadToRunbooksThatAreThereAndToTheOtherDashboards() {
    // Given
    Set<String> alerts =
        MonitoringFiles.alerts().stream().map(Rule::name).collect(Collectors.toSet());
    List<String> linked = new ArrayList<>();

    // When
    for (Map.Entry<String, JsonNode> each : MonitoringFiles.dashboards().entrySet()) {
      Matcher runbooks = RUNBOOK.matcher(each.getValue().toString());
      while (runbooks.find()) {
        linked.add(runbooks.group(1));
      }
      assertThat(each(each.getValue().path("links")))
          .as(each.getKey())
          .anyMatch(link -> link.path("tags").toString().equals("[\"caravan\"]"));
      assertThat(each.getValue().path("tags").toString()).isEqualTo("[\"caravan\"]");
    }

    // Then
    linked.removeIf("README"::equals);
    assertThat(alerts).containsAll(linked);
    // Of each alert there is a panel that shows what it is about.
    alerts.remove("Watchdog");
    assertThat(linked).containsAll(alerts);
  }

  @Test
  void alertsAreMarkedOnEachDashboard() {
    for (JsonNode dashboard : MonitoringFiles.dashboards().values()) {
      assertThat(each(dashboard.path("annotations").path("list")))
          .anyMatch(each -> each.path("expr").asText().startsWith("ALERTS{"));
    }
  }
}
