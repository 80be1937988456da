package dev.caravan.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one side that its order does not tell apart, by what identifies them. One row, as a
 * rule; all equal rows of a table without a key are one entry.
 */
final class RowGroup {

  private final Map<List<String>, Entry> entries = new LinkedHashMap<>();

  /** A row, and how many have its identity. */
  static final class Entry {
    final String[] row;
    long count;

    private Entry(String[] row) {
      this.row = row;
    }
  }

  void add(List<String> identity, String[] row) {
    entries.computeIfAbsent(identity, first -> new Entry(row)).count++;
  }

  Map<List<String>, Entry> entries() {
    return entries;
  }
}
