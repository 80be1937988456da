package dev.caravan.compare;

import java.util.ArrayList;
import java.util.List;

/** Counts all differences and keeps the first few as text. */
final class Differences {

  private static final int MAX_VALUE_LENGTH = 120;

  private final int kept;
  private final List<String> texts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long count;

  Differences(int kept) {
    this.kept = kept;
  }

  void missing(String key, long rows) {
    add("[%s]%s is missing in ClickHouse".formatted(key, times(rows)));
  }

  void extra(String key, long rows) {
    add("[%s]%s is in ClickHouse only".formatted(key, times(rows)));
  }

  void twice(String key, long rows, String side) {
    add("[%s] is in %s %d times".formatted(key, side, rows));
  }

  /** For rows of a table without a key. */
  void counts(String key, long postgres, long clickHouse) {
    add("[%s] is in PostgreSQL %d times, in ClickHouse %d".formatted(key, postgres, clickHouse));
  }

  private static String times(long rows) {
    return rows == 1 ? "" : ", %d times,".formatted(rows);
  }

  void value(String key, String column, String postgres, String clickHouse) {
    count++;
    if (texts.size() < kept) {
      texts.add(
          "[%s] %s: PostgreSQL %s, ClickHouse %s"
              .formatted(key, column, shown(postgres), shown(clickHouse)));
    }
  }

  void column(String name, String side) {
    add("column %s is in %s only".formatted(name, side));
  }

  private void add(String text) {
    count++;
    if (texts.size() < kept) {
      texts.add(text);
    }
  }

  /** What is left out of the comparison, and why; no difference. */
  void note(String text) {
    notes.add(text);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  long count() {
    return count;
  }

  List<String> texts() {
    return List.copyOf(texts);
  }

  private static String shown(String value) {
    if (value == null) {
      return "NULL";
    }
    return value.length() <= MAX_VALUE_LENGTH
        ? "'" + value + "'"
        : "'%s...' (%d characters)".formatted(value.substring(0, MAX_VALUE_LENGTH), value.length());
  }
}
