package dev.caravan.capture.toast;

import dev.caravan.capture.relation.ColumnType;

/** What stands where a value is lost for good and NULL can't stand: the least of its type. */
final class EmptyText {

  private EmptyText() {}

  /** PostgreSQL's text of it. */
  static String of(ColumnType type) {
    if (type.name().endsWith("[]")) {
      return "{}";
    }
    return switch (type.name()) {
      case "bytea" -> "\\x";
      case "json", "jsonb" -> "null";
      case "numeric" -> "0";
      default -> "";
    };
  }
}
