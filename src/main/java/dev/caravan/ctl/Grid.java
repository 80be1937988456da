package dev.caravan.ctl;

import java.util.ArrayList;
import java.util.List;

/** Text in columns under a headline; numbers are the caller's to format. */
final class Grid {

  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();

  Grid(String... headline) {
    lines.add(List.of(headline));
  }

  /** A line; null is shown as a dash. */
  void add(Object... cells) {
    List<String> line = new ArrayList<>();
    for (Object cell : cells) {
      line.add(cell == null || cell.toString().isEmpty() ? "-" : cell.toString());
    }
    lines.add(line);
  }

  @Override
  public String toString() {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        row.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length())).append(GAP);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
