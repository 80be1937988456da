package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.List;

/** A table and what it is compared with. */
record TablePair(TableName source, ClickHouseName target) {

  /**
   * Reads {@code inventory.orders}, {@code inventory.orders=analytics.orders_view}. A name that has
   * a dot or an equals sign in it is put in double quotes, as SQL has it; case counts always.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static TablePair parse(String text) {
    List<String> source = new ArrayList<>();
    int at = names(text, 0, source);
    if (source.size() == 2 && at == text.length()) {
      return of(new TableName(source.get(0), source.get(1)));
    }
    List<String> target = new ArrayList<>();
    if (source.size() == 2 && text.charAt(at) == '=') {
      at = names(text, at + 1, target);
    }
    if (at != text.length() || target.isEmpty() || target.size() > 2) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' names no table; expected schema.table or schema.table=database.view, with names"
              + " that have a dot, a quote or an equals sign in double quotes");
    }
    String database = target.size() == 2 ? target.get(0) : null;
    return new TablePair(
        new TableName(source.get(0), source.get(1)),
        new ClickHouseName(database, target.get(target.size() - 1)));
  }

  /** A table and the view of its name. */
  static TablePair of(TableName source) {
    return new TablePair(source, new ClickHouseName(null, source.table()));
  }

  /** Reads names separated by dots; returns where they end. */
  private static int names(String text, int from, List<String> names) {
    int at = from;
    while (true) {
      StringBuilder name = new StringBuilder();
      boolean quoted = at < text.length() && text.charAt(at) == '"';
      for (at += quoted ? 1 : 0; at < text.length(); at++) {
        char c = text.charAt(at);
        if (quoted && c == '"') {
          at++;
          if (at == text.length() || text.charAt(at) != '"') {
            break;
          }
        } else if (!quoted && (c == '.' || c == '=' || c == '"')) {
          break;
        }
        name.append(c);
      }
      if (name.isEmpty()) {
        return from;
      }
      names.add(name.toString());
      if (at == text.length() || text.charAt(at) != '.') {
        return at;
      }
      at++;
    }
  }
}
