package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is compared and in which order.
 *
 * @param source the table in PostgreSQL
 * @param target the table or view in ClickHouse
 * @param columns the columns both have; those that identify a row come first
 * @param keyColumns how many of the columns identify a row; 0 when nothing does, and equal rows are
 *     counted instead
 */
record ComparedTable(
    TableName source, ClickHouseName target, List<ComparedColumn> columns, int keyColumns) {

  private static final int MAX_KEY_LENGTH = 200;

  ComparedTable {
    columns = List.copyOf(columns);
  }

  boolean hasKey() {
    return keyColumns > 0;
  }

  /** The query for PostgreSQL. */
  String postgresQuery() {
    String values =
        columns.stream().map(ComparedColumn::postgresText).collect(Collectors.joining(", "));
    String order =
        ordered().stream().map(ComparedColumn::postgresOrder).collect(Collectors.joining(", "));
    return "SELECT " + values + " FROM " + source.quoted() + " source" + orderBy(order);
  }

  /** The query for ClickHouse: every column as text. */
  String clickHouseQuery() {
    String values =
        columns.stream().map(ComparedColumn::clickHouseText).collect(Collectors.joining(", "));
    String order =
        ordered().stream().map(ComparedColumn::clickHouseOrder).collect(Collectors.joining(", "));
    return "SELECT "
        + values
        + " FROM "
        + target.quoted()
        + orderBy(order)
        + " FORMAT JSONCompactEachRow";
  }

  private static String orderBy(String order) {
    return order.isEmpty() ? "" : " ORDER BY " + order;
  }

  /** The columns the rows of both sides are ordered by. */
  private List<ComparedColumn> ordered() {
    return identifying().stream().filter(ComparedColumn::isOrdered).toList();
  }

  private List<ComparedColumn> identifying() {
    return hasKey() ? columns.subList(0, keyColumns) : columns;
  }

  /** Brings a row PostgreSQL wrote to canonical texts, in place. */
  String[] canonicalPostgres(String[] row) {
    int identifying = identifying().size();
    for (int at = 0; at < row.length; at++) {
      row[at] = columns.get(at).canonicalPostgres(row[at], at < identifying);
    }
    return row;
  }

  /** Brings a row ClickHouse wrote to canonical texts, in place. */
  String[] canonicalClickHouse(String[] row) {
    int identifying = identifying().size();
    for (int at = 0; at < row.length; at++) {
      row[at] = columns.get(at).canonicalClickHouse(row[at], at < identifying);
    }
    return row;
  }

  /** The order both sides hand out their rows in; rows it does not tell apart come together. */
  Comparator<String[]> order() {
    Comparator<String[]> order = (left, right) -> 0;
    for (ComparedColumn column : ordered()) {
      int at = columns.indexOf(column);
      Comparator<String> values = column.order();
      order = order.thenComparing((left, right) -> values.compare(left[at], right[at]));
    }
    return order;
  }

  /** What a row is told apart by. */
  List<String> identity(String[] row) {
    return Arrays.asList(row).subList(0, identifying().size());
  }

  /** A row's identity for people: {@code warehouse=Lyon, product_id=7}. */
  String key(String[] row) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < identifying().size() && text.length() < MAX_KEY_LENGTH; at++) {
      text.append(at == 0 ? "" : ", ").append(columns.get(at).name()).append('=').append(row[at]);
    }
    return text.length() <= MAX_KEY_LENGTH
        ? text.toString()
        : text.substring(0, MAX_KEY_LENGTH) + "...";
  }
}
