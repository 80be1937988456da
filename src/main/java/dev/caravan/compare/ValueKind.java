package dev.caravan.compare;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * How values of a PostgreSQL type are selected as text on either side, brought to one canonical
 * text, and ordered.
 *
 * <p>Both databases hand over text only. The canonical text is the same exactly when the values
 * are; NULL stays null and is never mixed up with the empty text.
 */
enum ValueKind {
  INTEGER("%s::text", "toString(%s)", CanonicalText::number),
  NUMBER("%s::text", "toString(%s)", CanonicalText::number),
  REAL("%s::text", "toString(%s)", CanonicalText::real),
  DOUBLE("%s::text", "toString(%s)", CanonicalText::doublePrecision),
  BOOLEAN("%s::text", "toString(%s)", CanonicalText::bool),
  TEXT("%s::text", "toString(%s)", UnaryOperator.identity()),
  UUID("%s::text", "toString(%s)", text -> text.toLowerCase(Locale.ROOT)),
  DATE("%s::text", "toString(%s)", UnaryOperator.identity()),
  TIMESTAMP("%s::text", "toString(%s)", CanonicalText::timestamp),
  INSTANT("%s::text", "toString(%s)", CanonicalText::timestamp),
  JSON("%s::text", "toString(%s)", CanonicalText::json),
  ARRAY("to_json(%s)::text", "toJSONString(%s)", CanonicalText::json),
  BYTES("encode(%s, 'hex')", "lower(hex(%s))", UnaryOperator.identity());

  private final String postgres;
  private final String clickHouse;
  private final UnaryOperator<String> canonical;

  ValueKind(String postgres, String clickHouse, UnaryOperator<String> canonical) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
    this.canonical = canonical;
  }

  /**
   * The kind of a type under PostgreSQL's own name: {@code int8}, {@code numeric}, {@code _text}.
   */
  static ValueKind of(String type) {
    if (type.startsWith("_")) {
      return ARRAY;
    }
    return switch (type) {
      case "int2", "int4", "int8", "oid" -> INTEGER;
      case "numeric" -> NUMBER;
      case "float4" -> REAL;
      case "float8" -> DOUBLE;
      case "bool" -> BOOLEAN;
      case "uuid" -> UUID;
      case "date" -> DATE;
      case "timestamp" -> TIMESTAMP;
      case "timestamptz" -> INSTANT;
      case "json", "jsonb" -> JSON;
      case "bytea" -> BYTES;
      default -> TEXT;
    };
  }

  /** SQL for PostgreSQL: the column as text. */
  String postgresText(String column) {
    return postgres.formatted(column);
  }

  /**
   * SQL for PostgreSQL: what to order by. Text goes by its bytes, for that is ClickHouse's order
   * whatever the database's collation.
   */
  String postgresOrder(String column) {
    return this == TEXT ? column + "::text COLLATE \"C\"" : column;
  }

  /**
   * SQL for ClickHouse: the column as text.
   *
   * @param type the column's type in ClickHouse; an instant kept in another time zone than UTC is
   *     shown in UTC
   */
  String clickHouseText(String column, String type) {
    if (this == INSTANT && type.contains("DateTime")) {
      return "toString(toTimeZone(" + column + ", 'UTC'))";
    }
    if (this == ARRAY && type.equals("String")) {
      return column;
    }
    return clickHouse.formatted(column);
  }

  /** SQL for ClickHouse: what to order by. ClickHouse orders a UUID by its second half first. */
  String clickHouseOrder(String column) {
    return this == UUID ? "toString(" + column + ")" : column;
  }

  /** The canonical text of a value, null for NULL. */
  String canonical(String text) {
    return text == null ? null : canonical.apply(text);
  }

  /** The order of canonical texts, the same as that of both databases. */
  Comparator<String> order() {
    return switch (this) {
      case INTEGER, NUMBER -> ValueKind::byNumber;
      default -> ValueKind::byBytes;
    };
  }

  private static int byNumber(String left, String right) {
    if (isDigits(left) && isDigits(right)) {
      int byLength = Integer.compare(left.length(), right.length());
      return byLength != 0 ? byLength : left.compareTo(right);
    }
    return new BigDecimal(left).compareTo(new BigDecimal(right));
  }

  private static boolean isDigits(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** By code point, which is the order of the UTF-8 bytes; {@link String#compareTo} is not. */
  private static int byBytes(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    for (int at = 0; at < shared; at++) {
      char l = left.charAt(at);
      char r = right.charAt(at);
      if (l != r) {
        boolean surrogates = Character.isSurrogate(l) != Character.isSurrogate(r);
        return surrogates ? (Character.isSurrogate(l) ? 1 : -1) : Character.compare(l, r);
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
