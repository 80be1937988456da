package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of speed elsewhere is what the bench report says. */
class ScalingDocTest {

  private static final String REPORT = Yaml.text(Path.of("docs/bench-report.md"));

  /** The cells of the first table below a headline, its own headlines left out. */
  private static List<List<String>> table(String file, String headline) {
    String text = Yaml.text(Path.of(file));
    return text.substring(text.indexOf("\n" + headline + "\n"))
        .lines()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> Stream.of(line.split("\\|")).skip(1).map(String::strip).toList())
        .toList();
  }

  @Test
  void whatCoresGiveFollowsFromTheReport() {
    for (List<String> row : table("docs/scaling.md", "## Measured")) {
      // Given
      String events = row.get(2);
      String rate = row.get(3);
      String seconds = row.get(4);
      String perCore = row.get(5);

      // Then
      assertThat(REPORT).contains(row.get(1).equals("the same") ? "" : row.get(1), events);
      if (!rate.equals("–")) {
        assertThat(REPORT).contains(" " + rate + " ");
      }
      if (!seconds.equals("–")) {
        assertThat(REPORT).contains(" " + seconds + " ");
        assertThat(perCore)
            .as("events a CPU second of %s", row.get(0))
            .isEqualTo(
                String.format(Locale.ROOT, "%,d", Math.round(number(events) / number(seconds))));
      }
    }
  }

  @Test
  void theReadmesSpeedIsTheReports() {
    List<List<String>> rows = table("README.md", "## Speed");
    assertThat(rows).hasSizeGreaterThan(5);
    rows.forEach(row -> assertThat(REPORT).as(row.get(0)).contains(" " + row.get(1) + " "));
  }

  @Test
  void theWorkedProcessesFollowFromTheRates() {
    List<List<String>> rows = table("docs/scaling.md", "## Worked");
    double[] rates = {10_000, 100_000, 1_000_000};
    for (int i = 0; i < rates.length; i++) {
      int column = i + 2;
      long databases = (long) Math.ceil(rates[i] / (79_675 / 2.0));
      long deliverers = Math.max((long) Math.ceil(rates[i] / 46_512 * 2), databases * 2);
      assertThat(worked(rows, "databases,", column)).isEqualTo(databases + "");
      assertThat(worked(rows, "deliverers of one core", column)).isEqualTo(deliverers + "");
      assertThat(worked(rows, "memory of Caravan", column))
          .isEqualTo(databases * 2 + deliverers + " GiB");
    }
    assertThat(REPORT).contains(" 79,675 ");
  }

  private static String worked(List<List<String>> rows, String what, int column) {
    return rows.stream()
        .filter(row -> row.get(0).startsWith(what))
        .findFirst()
        .orElseThrow()
        .get(column);
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }
}
