package dev.caravan.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each alert says what it must, has a runbook, and is tested. */
class RulesTest {

  /** Always there, so nothing to be seen quiet or over. */
  private static final String ALWAYS = "Watchdog";

  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "none");
  private static final Set<String> SECTIONS =
      Set.of("## Meaning", "## How to look", "## What to do", "## Over when");

  @Test
  void eachAlertSaysHowBadItIsWhatItIsAndWhereToReadOn() {
    for (Rule alert : MonitoringFiles.alerts()) {
      assertThat(alert.labels().get("severity")).as(alert.name()).isIn(SEVERITIES);
      assertThat(alert.annotations())
          .as(alert.name())
          .containsOnlyKeys("summary", "description", "runbook_url")
          .containsEntry("runbook_url", "{{ $externalLabels.runbooks }}/" + alert.name() + ".md");
    }
  }

  @Test
  void namesAreThereOnce() {
    assertThat(MonitoringFiles.rules()).extracting(Rule::name).doesNotHaveDuplicates();
  }

  @Test
  void eachAlertHasARunbookAndEachRunbookAnAlert() {
    // Given
    Set<String> pages =
        MonitoringFiles.in(MonitoringFiles.RUNBOOKS, ".md").stream()
            .map(page -> page.getFileName().toString().replace(".md", ""))
            .filter(page -> !page.equals("README"))
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertThat(MonitoringFiles.alerts())
        .extracting(Rule::name)
        .containsExactlyInAnyOrderElementsOf(pages);
    String list = MonitoringFiles.text(MonitoringFiles.RUNBOOKS.resolve("README.md"));
    for (String page : pages) {
      String text = MonitoringFiles.text(MonitoringFiles.RUNBOOKS.resolve(page + ".md"));
      assertThat(text.lines()).as(page).startsWith("# " + page).containsAll(SECTIONS);
      assertThat(list).contains("[" + page + "](" + page + ".md)");
    }
  }

  @Test
  void aRunbookSaysOfItsAlertWhatTheRuleSays() {
    for (Rule alert : MonitoringFiles.alerts()) {
      String text = MonitoringFiles.text(MonitoringFiles.RUNBOOKS.resolve(alert.name() + ".md"));
      assertThat(text)
          .as(alert.name())
          .contains("Severity **" + alert.labels().get("severity") + "**")
          .contains("(../../prometheus/rules/" + alert.file() + ")");
    }
  }

  @Test
  void eachAlertIsSeenQuietThenFiringThenOver() {
    // Given
    Map<String, List<List<Boolean>>> firing = new TreeMap<>();
    for (Path file : MonitoringFiles.in(MonitoringFiles.RULE_TESTS, ".yml")) {
      for (Map<String, Object> test : MonitoringFiles.maps(MonitoringFiles.yaml(file), "tests")) {
        Map<String, List<Boolean>> seen = new TreeMap<>();
        for (Map<String, Object> look : MonitoringFiles.maps(test, "alert_rule_test")) {
          seen.computeIfAbsent((String) look.get("alertname"), any -> new ArrayList<>())
              .add(!((List<?>) look.get("exp_alerts")).isEmpty());
        }
        seen.forEach(
            (alert, looks) -> firing.computeIfAbsent(alert, any -> new ArrayList<>()).add(looks));
      }
    }

    // Then
    for (Rule alert : MonitoringFiles.alerts()) {
      assertThat(firing.get(alert.name()))
          .as(alert.name())
          .contains(alert.name().equals(ALWAYS) ? List.of(true) : List.of(false, true, false));
    }
  }

  @Test
  void eachRecordedSeriesIsTested() {
    // Given
    String tests = MonitoringFiles.text(MonitoringFiles.RULE_TESTS.resolve("recording_test.yml"));

    // Then
    assertThat(MonitoringFiles.rules())
        .filteredOn(rule -> !rule.isAlert())
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(tests).contains("expr: " + rule.name() + "\n"));
  }
}
