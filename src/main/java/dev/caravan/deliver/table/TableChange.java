package dev.caravan.deliver.table;

import dev.caravan.change.Column;

/** One step on a target table's way to a shape. */
public sealed interface TableChange {

  /**
   * The table is from now on another relation's, one that PostgreSQL created anew under the name.
   *
   * @param comment its comment from now on
   * @param unlessEmpty what is wrong with that while the table holds rows, for people; null when
   *     the rows may be the relation's own
   */
  record Claim(String comment, String unlessEmpty) implements TableChange {}

  /**
   * The table gets a column.
   *
   * @param name its name in ClickHouse
   * @param column the source's column, whose {@code missing} the rows show that are there already
   * @param type its type
   */
  record AddColumn(String name, Column column, ClickHouseType type) implements TableChange {}

  /** A column gets another name. */
  record RenameColumn(String from, String to) implements TableChange {}

  /**
   * A column gets a wider type, or only the comment that says what its values are in line with.
   *
   * @param type its type from now on
   * @param retype whether that is another one than it has
   * @param column the source's column
   */
  record ModifyColumn(String name, String type, boolean retype, Column column)
      implements TableChange {}

  /**
   * A column gets room for NULL.
   *
   * @param type its type from now on
   */
  record MakeNullable(String name, String type) implements TableChange {}

  /**
   * The table gets a column that ClickHouse computes.
   *
   * @param sql what it is computed by
   * @param type its type; null while nobody has asked ClickHouse for it
   * @param anew whether it stands for one that was computed otherwise
   */
  record AddComputed(String name, String sql, String type, boolean anew) implements TableChange {
    public AddComputed of(String found) {
      return new AddComputed(name, sql, found, anew);
    }
  }

  /** A column goes, with its values. */
  record DropColumn(String name) implements TableChange {}

  /**
   * The table stays as it is and takes none of the shape's rows.
   *
   * @param message what is wrong and what to do, for people
   */
  record Refusal(String message) implements TableChange {}
}
