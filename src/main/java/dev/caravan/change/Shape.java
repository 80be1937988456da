package dev.caravan.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The columns and the primary key a table's events have from one schema change to the next.
 *
 * <p>Every event names its shape by {@link #id()} in the header {@link ChangeHeaders#SHAPE}, and
 * the shape itself is announced on {@code <prefix>.schema-changes} before the first event that has
 * it. A reader therefore never guesses which columns an event was written with.
 *
 * @param table the table
 * @param columns the columns in the order they stand in the events
 * @param primaryKey the names of the columns that identify a row: those of the primary key, or of
 *     the index that is the table's replica identity; empty for a table without either
 * @param appendOnly whether PostgreSQL publishes inserts alone, because the table has no replica
 *     identity
 * @param relation PostgreSQL's OID of the table, which is another one when a table of the same name
 *     is created anew; 0 when not known
 */
public record Shape(
    TableName table,
    List<Column> columns,
    List<String> primaryKey,
    boolean appendOnly,
    long relation) {

  private static final int ID_BYTES = 8;
  private static final long UNKNOWN = 0;

  public Shape {
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** A shape of a table whose rows are changed, too, of unknown OID. */
  public Shape(TableName table, List<Column> columns, List<String> primaryKey) {
    this(table, columns, primaryKey, false);
  }

  /** A shape of a table of unknown OID. */
  public Shape(TableName table, List<Column> columns, List<String> primaryKey, boolean appendOnly) {
    this(table, columns, primaryKey, appendOnly, UNKNOWN);
  }

  /**
   * Whether both are shapes of one table in PostgreSQL, as far as is known. One that was dropped
   * and created anew is another table, whose columns and rows are others.
   */
  public boolean isOfSameRelation(Shape other) {
    return relation == UNKNOWN || other.relation == UNKNOWN || relation == other.relation;
  }

  /** Sixteen hex digits that are equal for equal shapes of one table, whoever computes them. */
  public String id() {
    StringBuilder text = new StringBuilder(table.toString());
    for (Column column : columns) {
      text.append('\n').append(column.identity());
    }
    text.append('\n').append(primaryKey).append(appendOnly ? "+" : "");
    if (relation != UNKNOWN) {
      text.append('\n').append(relation);
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
