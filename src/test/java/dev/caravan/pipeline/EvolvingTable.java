package dev.caravan.pipeline;

import dev.caravan.change.TableName;

/**
 * A table that changes its shape while rows are written. All have an {@code id} that is their key
 * and a {@code v} that updates raise.
 *
 * @param columns beside those two
 * @param insert what a row's other columns hold before the change, {@code n} for its id
 * @param change the DDL, {@code %s} for the table
 * @param insertAfter as {@code insert}, for the shape after the change
 * @param stops whether it cannot be followed without somebody's help
 */
record EvolvingTable(
    TableName name,
    String columns,
    String insert,
    String change,
    String insertAfter,
    boolean stops) {

  static EvolvingTable followed(
      String table, String columns, String insert, String change, String insertAfter) {
    return new EvolvingTable(
        new TableName("inventory", table), columns, insert, change, insertAfter, false);
  }

  static EvolvingTable stopping(
      String table, String columns, String insert, String change, String insertAfter) {
    return new EvolvingTable(
        new TableName("inventory", table), columns, insert, change, insertAfter, true);
  }

  String create() {
    return "CREATE TABLE %s (id int PRIMARY KEY, v int NOT NULL DEFAULT 0, %s)"
        .formatted(name.quoted(), columns);
  }

  String insertSql(int id, boolean changed) {
    String into = changed ? insertAfter : insert;
    int arrow = into.indexOf(" <- ");
    return "INSERT INTO %s (id, %s) SELECT n, %s FROM (VALUES (%d)) r(n)"
        .formatted(name.quoted(), into.substring(0, arrow), into.substring(arrow + 4), id);
  }

  String changeSql() {
    return change.replace("%s", name.quoted());
  }
}
