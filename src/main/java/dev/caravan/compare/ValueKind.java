package dev.caravan.compare;

import dev.caravan.change.text.DateTimeText;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a PostgreSQL type holds: how its values are brought to one canonical text, the same exactly
 * when the values are, and how those texts are ordered.
 */
enum ValueKind {
  INTEGER,
  NUMBER,
  MONEY,
  REAL,
  DOUBLE,
  BOOLEAN,
  UUID,
  DATE,
  TIMESTAMP,
  INSTANT,
  JSON,
  BYTES,
  TEXT;

  /** Numbers of PostgreSQL's have at most 131,072 digits before the point. */
  private static final BigDecimal INFINITY = new BigDecimal("1e200000");

  private static final BigDecimal NAN = new BigDecimal("2e200000");

  /** The kind of a type under PostgreSQL's own name: {@code int8}, {@code numeric}. */
  static ValueKind of(String type) {
    return switch (type) {
      case "int2", "int4", "int8", "oid" -> INTEGER;
      case "numeric" -> NUMBER;
      case "money" -> MONEY;
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

  /** The canonical text of a value either database wrote. */
  String canonical(String text) {
    return switch (this) {
      case INTEGER, NUMBER -> CanonicalText.number(text);
      case MONEY -> CanonicalText.money(text);
      case REAL -> CanonicalText.real(text);
      case DOUBLE -> CanonicalText.doublePrecision(text);
      case BOOLEAN -> CanonicalText.bool(text);
      case UUID -> text.toLowerCase(Locale.ROOT);
      case TIMESTAMP, INSTANT -> CanonicalText.timestamp(text);
      case JSON -> CanonicalText.json(text);
      case BYTES -> text.startsWith("\\x") ? text.substring(2) : text;
      case DATE, TEXT -> text;
    };
  }

  /**
   * Whether both databases put values in the same order when ClickHouse keeps them in a type of
   * this name.
   */
  boolean hasOneOrder(String clickHouseType) {
    return switch (this) {
      case INTEGER, NUMBER, MONEY -> clickHouseType.matches("(U?Int|Decimal).*");
      case REAL, DOUBLE -> clickHouseType.startsWith("Float");
      case BOOLEAN -> clickHouseType.equals("Bool");
      case UUID -> clickHouseType.equals("UUID");
      case DATE -> clickHouseType.matches("Date(32)?");
      case TIMESTAMP, INSTANT -> clickHouseType.startsWith("DateTime");
      case BYTES -> clickHouseType.equals("String");
      case JSON, TEXT -> false;
    };
  }

  /** The order of canonical texts, the same as that of both databases. */
  Comparator<String> order() {
    return switch (this) {
      case INTEGER, NUMBER, MONEY -> ValueKind::byNumber;
      case REAL, DOUBLE -> ValueKind::byFloat;
      case DATE -> parsed(DateTimeText::days);
      case TIMESTAMP, INSTANT -> parsed(ValueKind::micros);
      default -> ValueKind::byBytes;
    };
  }

  private static int byNumber(String left, String right) {
    if (isDigits(left) && isDigits(right)) {
      int byLength = Integer.compare(left.length(), right.length());
      return byLength != 0 ? byLength : left.compareTo(right);
    }
    return number(left).compareTo(number(right));
  }

  /** PostgreSQL puts Infinity behind all numbers, and NaN behind that. */
  private static BigDecimal number(String text) {
    return switch (text) {
      case "NaN" -> NAN;
      case "Infinity" -> INFINITY;
      case "-Infinity" -> INFINITY.negate();
      default -> new BigDecimal(text);
    };
  }

  private static boolean isDigits(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** To both databases -0 and 0 are one; adding 0 makes them so. */
  private static int byFloat(String left, String right) {
    return Double.compare(Double.parseDouble(left) + 0.0, Double.parseDouble(right) + 0.0);
  }

  /** What is too far away to be counted goes together with infinity. */
  private static long micros(String text) {
    long micros = DateTimeText.micros(text);
    return micros == DateTimeText.TIMESTAMP_INFINITY ? Long.MAX_VALUE : micros;
  }

  private static Comparator<String> parsed(ToLongFunction<String> value) {
    return (left, right) -> Long.compare(value.applyAsLong(left), value.applyAsLong(right));
  }

  /** By code point, which is the order of the UTF-8 bytes; {@link String#compareTo} is not. */
  static int byBytes(String left, String right) {
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
