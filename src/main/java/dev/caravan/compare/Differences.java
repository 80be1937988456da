package dev.caravan.compare;

import java.util.ArrayList;
import java.util.List;

/** Counts all differences and keeps the first few as text. */
final class Differences {

  private static final int MAX_VALUE_LENGTH = 120;

  private final int kept;
  private final List<String> texts = new ArrayList<>();
  private long count;

  Differences(int kept) {
    this.kept = kept;
  }

  void missing(String key) {
    add("[%s] is missing in ClickHouse".formatted(key));
  }

  void extra(String key) {
    add("[%s] is in ClickHouse only".formatted(key));
  }

  void twice(String key, String side) {
    add("[%s] is more than once in %s".formatted(key, side));
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
