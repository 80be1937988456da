package dev.caravan.compare;

import java.util.Comparator;

/**
 * A column that both sides have: how its values are selected, brought to one text, and ordered.
 *
 * @param name the name on both sides
 * @param kind what PostgreSQL's type holds; of an array, what its elements are
 * @param delimiter what stands between an array's elements, 0 when the column holds no arrays
 * @param clickHouseType ClickHouse's type
 */
record ComparedColumn(String name, ValueKind kind, char delimiter, String clickHouseType) {

  ComparedColumn(String name, ValueKind kind, String clickHouseType) {
    this(name, kind, (char) 0, clickHouseType);
  }

  /** SQL for PostgreSQL: the column, which COPY then writes with the type's output function. */
  String postgresText() {
    // Money's text depends on the server's language; its number doesn't.
    return kind == ValueKind.MONEY && !holdsArrays()
        ? postgresName() + "::numeric"
        : postgresName();
  }

  /** SQL for ClickHouse: the column as text. */
  String clickHouseText() {
    TargetType type = new TargetType(clickHouseType);
    if (!holdsArrays()) {
      return text(clickHouseName(), type);
    }
    return type.isArray()
        ? "toJSONString(arrayMap(x -> %s, %s))"
            .formatted(text("x", type.element()), clickHouseName())
        : "toString(" + clickHouseName() + ")";
  }

  private String text(String value, TargetType type) {
    if (kind == ValueKind.BYTES) {
      return "lower(hex(" + value + "))";
    }
    // An instant is shown in the column's time zone otherwise.
    return kind == ValueKind.INSTANT && type.isTime()
        ? "toString(toTimeZone(" + value + ", 'UTC'))"
        : "toString(" + value + ")";
  }

  /**
   * The canonical text of a value PostgreSQL wrote; null stays null.
   *
   * @param identifies whether the column tells rows apart: both sides are ordered by it as it
   *     stands then
   */
  String canonicalPostgres(String text, boolean identifies) {
    if (text == null) {
      return null;
    }
    if (holdsArrays()) {
      return isExactText() ? text : CanonicalArray.ofPostgres(text, delimiter, kind);
    }
    return canonical(text, identifies);
  }

  /** The canonical text of a value ClickHouse wrote; null stays null. */
  String canonicalClickHouse(String text, boolean identifies) {
    if (text == null) {
      return null;
    }
    if (holdsArrays()) {
      return isExactText() ? text : CanonicalArray.ofClickHouse(text, kind);
    }
    return canonical(text, identifies);
  }

  private String canonical(String text, boolean identifies) {
    return isExactText() && (identifies || kind == ValueKind.JSON) ? text : kind.canonical(text);
  }

  /** Whether ClickHouse keeps PostgreSQL's text. */
  private boolean isExactText() {
    boolean bytes = kind == ValueKind.BYTES && !holdsArrays();
    return new TargetType(clickHouseType).isText() && !bytes;
  }

  /** Whether both sides can be asked for the same order by this column. */
  boolean isOrdered() {
    return isExactText()
        || !holdsArrays() && kind.hasOneOrder(new TargetType(clickHouseType).plain());
  }

  /**
   * SQL for PostgreSQL: what to order by. Text goes by its bytes, for that is ClickHouse's order
   * whatever the database's collation.
   */
  String postgresOrder() {
    if (!isExactText()) {
      return postgresName();
    }
    // Alone among PostgreSQL's ways to make text of a value, format() takes the output function.
    // IS NOT NULL would be false for a composite value of NULLs.
    return "(CASE WHEN %s IS DISTINCT FROM NULL THEN format('%%s', %s) END) COLLATE \"C\""
        .formatted(postgresName(), postgresText());
  }

  /** SQL for ClickHouse: what to order by. ClickHouse orders a UUID by its second half first. */
  String clickHouseOrder() {
    boolean asText =
        kind == ValueKind.UUID || new TargetType(clickHouseType).plain().startsWith("Enum");
    return asText ? "toString(" + clickHouseName() + ")" : clickHouseName();
  }

  /** The order of canonical texts, NULL last. */
  Comparator<String> order() {
    return Comparator.nullsLast(isExactText() ? ValueKind::byBytes : kind.order());
  }

  private boolean holdsArrays() {
    return delimiter != 0;
  }

  /** With its table's name: alone it would mean the selected value of the same name. */
  private String postgresName() {
    return "source.\"" + name.replace("\"", "\"\"") + '"';
  }

  private String clickHouseName() {
    return ClickHouseName.quote(name);
  }
}
