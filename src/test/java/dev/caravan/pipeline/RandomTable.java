package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A random table as the script knows it at one point.
 *
 * @param columns those of the key first
 * @param keyColumns how many columns are the key
 * @param identity what PostgreSQL tells a row by
 * @param layout the order the columns were created in
 * @param filled whether a column was added with a default, which PostgreSQL keeps by the side for
 *     the rows there were until the table is written anew
 */
record RandomTable(
    TableName name,
    List<Column> columns,
    int keyColumns,
    Identity identity,
    List<Column> layout,
    boolean filled) {

  /** Few, so that names come back. */
  private static final List<String> NAMES = IntStream.range(0, 10).mapToObj(n -> "C " + n).toList();

  private static final int COLUMNS = 8;

  enum Identity {
    KEY,
    FULL,
    INDEX,
    NONE
  }

  record Column(String name, RandomType type, boolean notNull) {

    String definition() {
      return quoted() + " " + type.sql() + (notNull ? " NOT NULL" : "");
    }

    String quoted() {
      return '"' + name + '"';
    }

    String value(Random random, boolean few) {
      return notNull || random.nextInt(5) > 0 ? type.value(random, few) : "NULL";
    }
  }

  static RandomTable random(Random random, String name) {
    Identity identity =
        List.of(
                Identity.KEY,
                Identity.KEY,
                Identity.KEY,
                Identity.FULL,
                Identity.INDEX,
                Identity.NONE)
            .get(random.nextInt(6));
    boolean keyless =
        identity == Identity.NONE || identity == Identity.FULL && random.nextBoolean();
    int keys = keyless ? 0 : 1 + random.nextInt(3);
    List<Column> columns = new ArrayList<>();
    for (int at = 0; at < keys; at++) {
      columns.add(new Column("k" + at, RandomType.ofKey(random), true));
    }
    for (int at = 1 + random.nextInt(5); at >= 0; at--) {
      columns.add(new Column("C " + at, RandomType.any(random), random.nextInt(3) == 0));
    }
    List<Column> layout = new ArrayList<>(columns);
    Collections.shuffle(layout, random);
    return new RandomTable(
        new TableName("inventory", name), columns, keys, identity, layout, false);
  }

  List<String> create() {
    String definitions = layout.stream().map(Column::definition).collect(Collectors.joining(", "));
    String key =
        columns.stream().limit(keyColumns).map(Column::quoted).collect(Collectors.joining(", "));
    List<String> create = new ArrayList<>();
    boolean primary = keyColumns > 0 && identity != Identity.INDEX;
    create.add(
        "CREATE TABLE %s (%s%s)"
            .formatted(sql(), definitions, primary ? ", PRIMARY KEY (" + key + ")" : ""));
    if (identity == Identity.FULL) {
      create.add("ALTER TABLE " + sql() + " REPLICA IDENTITY FULL");
    }
    if (identity == Identity.INDEX) {
      create.add("CREATE UNIQUE INDEX %s_identity ON %s (%s)".formatted(name.table(), sql(), key));
      create.add(
          "ALTER TABLE %s REPLICA IDENTITY USING INDEX %s_identity".formatted(sql(), name.table()));
    }
    return create;
  }

  String sql() {
    return name.quoted();
  }

  boolean isAppendOnly() {
    return identity == Identity.NONE;
  }

  boolean isKey(Column column) {
    return columns.indexOf(column) < keyColumns;
  }

  boolean isFull() {
    return columns.size() - keyColumns >= COLUMNS;
  }

  /** A column beyond the key's, null when there is none. */
  Column plainColumn(Random random) {
    return columns.size() == keyColumns
        ? null
        : columns.get(keyColumns + random.nextInt(columns.size() - keyColumns));
  }

  /** A name none of its columns has, though one may have had it. */
  String freeName(Random random) {
    List<String> names = new ArrayList<>(NAMES);
    columns.forEach(column -> names.remove(column.name()));
    return names.get(random.nextInt(names.size()));
  }

  RandomTable with(Column column, boolean withDefault) {
    List<Column> more = new ArrayList<>(columns);
    more.add(column);
    return of(more, filled || withDefault);
  }

  RandomTable with(Column old, Column changed) {
    List<Column> others = new ArrayList<>(columns);
    others.set(others.indexOf(old), changed);
    return of(others, filled);
  }

  RandomTable without(Column column) {
    List<Column> others = new ArrayList<>(columns);
    others.remove(column);
    return of(others, filled);
  }

  private RandomTable of(List<Column> changed, boolean nowFilled) {
    return new RandomTable(name, changed, keyColumns, identity, layout, nowFilled);
  }
}
