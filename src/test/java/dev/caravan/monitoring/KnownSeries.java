package dev.caravan.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The series that are known from elsewhere than a running Prometheus. */
final class KnownSeries {

  private static final Path DOC = Path.of("docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z_]+)` \\| (\\w+)", Pattern.MULTILINE);

  private KnownSeries() {}

  /** Those in the reference, as they are scraped: a histogram is several series. */
  static Set<String> documented() {
    Set<String> names = new TreeSet<>();
    Matcher rows = ROW.matcher(MonitoringFiles.text(DOC));
    while (rows.find()) {
      String name = rows.group(1);
      switch (rows.group(2)) {
        case "histogram" -> {
          names.add(name + "_bucket");
          names.add(name + "_count");
          names.add(name + "_sum");
          names.add(name + "_max");
        }
        case "timer" -> {
          names.add(name + "_count");
          names.add(name + "_sum");
          names.add(name + "_max");
        }
        default -> names.add(name);
      }
    }
    return names;
  }

  /**
   * Those of parts that do not run in tests, from lists of what they document: the Kafka exporter,
   * what ClickHouse calculates in the background, and PostgreSQL's statistics of statements.
   */
  static Set<String> ofPartsThatAreNotHere() {
    Set<String> names = new TreeSet<>();
    for (String list :
        List.of(
            "kafka-exporter-documented-metrics.txt",
            "clickhouse-documented-asynchronous-metrics.txt",
            "postgres-exporter-documented-statements.txt")) {
      try (InputStream lines = KnownSeries.class.getResourceAsStream(list)) {
        new String(lines.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .forEach(names::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  /** The same, and what is recorded of them alone. */
  static Set<String> thatAreNotHere() {
    Set<String> names = ofPartsThatAreNotHere();
    MonitoringFiles.rules().stream()
        .filter(rule -> !rule.isAlert() && names.containsAll(PromqlNames.in(rule.expression())))
        .map(Rule::name)
        .toList()
        .forEach(names::add);
    return names;
  }

  /** Those that rules record, and the one that Prometheus keeps of alerts. */
  static Set<String> recorded() {
    Set<String> names = new TreeSet<>(Set.of("ALERTS"));
    MonitoringFiles.rules().stream()
        .filter(rule -> !rule.isAlert())
        .forEach(rule -> names.add(rule.name()));
    return names;
  }
}
