package dev.caravan.bench.measure;

import java.util.List;

/**
 * What a bench found.
 *
 * @param bench its name, as {@code ./bench} takes it
 * @param title what was done, sizes included
 * @param main the figure by which the lines are held against the first
 * @param notes what a reader must know, one sentence or two each
 */
public record Report(
    String bench, String title, int rounds, Metric main, List<Line> lines, List<String> notes) {

  public Report {
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
  }

  /** The figures any line has, in their order. */
  List<Metric> metrics() {
    return List.of(Metric.values()).stream()
        .filter(metric -> lines.stream().anyMatch(line -> line.medians().containsKey(metric)))
        .toList();
  }
}
