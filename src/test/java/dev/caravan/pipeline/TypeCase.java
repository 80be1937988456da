package dev.caravan.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A PostgreSQL type, values of it, and what ClickHouse must answer for each; written down by hand,
 * so that pipeline and comparison cannot both be wrong in the same way.
 *
 * @param type as in DDL
 * @param values the first is the type's zero
 * @param question what ClickHouse is asked, {@code %s} for the column
 */
record TypeCase(String type, List<Value> values, String question) {

  /**
   * A value.
   *
   * @param sql how PostgreSQL reads it, without quotes
   * @param nullable ClickHouse's answer for a column that may hold NULL
   * @param notNull ClickHouse's answer for one that may not; differs for arrays
   */
  record Value(String sql, String nullable, String notNull) {}

  static TypeCase of(String type) {
    return new TypeCase(type, new ArrayList<>(), "toString(%s)");
  }

  TypeCase asked(String question) {
    return new TypeCase(type, values, question);
  }

  /** A value that ClickHouse answers with PostgreSQL's text. */
  TypeCase is(String text) {
    return is(text, text);
  }

  TypeCase is(String sql, String answer) {
    return is(sql, answer, answer);
  }

  TypeCase is(String sql, String nullable, String notNull) {
    values.add(new Value(sql, nullable, notNull));
    return this;
  }

  /** The value of a row; rows beyond the last value begin again. */
  Value value(int row) {
    return values.get(row % values.size());
  }

  String literal(int row) {
    return "'" + value(row).sql().replace("'", "''") + "'::" + type;
  }

  /** {@code timestamp_3_or_null}. */
  String nullableColumn() {
    return name() + "_or_null";
  }

  String notNullColumn() {
    return name() + "_set";
  }

  private String name() {
    return type.toLowerCase(Locale.ROOT)
        .replace("inventory.", "")
        .replace("[]", "_list")
        .replace("\"", "")
        .replaceAll("\\W+", "_")
        .replaceAll("_$", "");
  }
}
