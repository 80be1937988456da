package dev.caravan.bench.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a Markdown section: the main figures, then what they cost. */
public final class MarkdownReport {

  private static final String NONE = "–";

  private MarkdownReport() {}

  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(report.bench()).append("\n\n").append(report.title());
    text.append(
        report.rounds() == 1
            ? ". One round.\n\n"
            : ". Medians of %d rounds.\n\n".formatted(report.rounds()));
    List<Metric> cost =
        report.metrics().stream().filter(metric -> metric.compareTo(Metric.CPU_OWN) >= 0).toList();
    List<Metric> speed =
        report.metrics().stream().filter(metric -> metric.compareTo(Metric.CPU_OWN) < 0).toList();
    text.append(table(report, speed, true));
    if (!cost.isEmpty()) {
      text.append('\n').append(table(report, cost, false));
    }
    report.notes().forEach(note -> text.append("\n- ").append(note));
    return text.append(report.notes().isEmpty() ? "" : "\n").toString();
  }

  private static String table(Report report, List<Metric> metrics, boolean ratio) {
    StringBuilder text = new StringBuilder("| |");
    metrics.forEach(metric -> text.append(' ').append(metric.label()).append(" |"));
    text.append(ratio ? " ratio |" : "").append("\n|---|");
    text.append("---:|".repeat(metrics.size() + (ratio ? 1 : 0))).append('\n');
    for (Line line : report.lines()) {
      text.append("| ").append(line.name()).append(" | ");
      text.append(
          metrics.stream()
              .map(metric -> value(line, metric))
              .collect(Collectors.joining(" | ", "", " |")));
      text.append(ratio ? String.format(Locale.ROOT, " %.2f |%n", line.ratio()) : "\n");
    }
    return text.toString();
  }

  private static String value(Line line, Metric metric) {
    Double value = line.medians().get(metric);
    return value == null ? NONE : metric.text(value);
  }
}
