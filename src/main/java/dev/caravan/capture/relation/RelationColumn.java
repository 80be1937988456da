package dev.caravan.capture.relation;

import dev.caravan.capture.value.Encoding;

/**
 * A column of a captured table.
 *
 * @param name its name in PostgreSQL
 * @param field its name inside Debezium, see {@link FieldName}
 * @param number PostgreSQL's number of it, 0 when not known
 * @param type its type, with length and scale
 * @param nullable whether it may hold NULL
 * @param filled whether a row inserted without it gets a value: by a default or as identity
 * @param missing PostgreSQL's text of what rows have that are older than the column, or null
 */
public record RelationColumn(
    String name,
    String field,
    int number,
    ColumnType type,
    boolean nullable,
    boolean filled,
    String missing) {

  /** The same column, which may hold NULL. */
  RelationColumn asNullable() {
    return new RelationColumn(name, field, number, type, true, filled, missing);
  }

  /** What rows hold that are older than the column, as it would stand in an event. */
  public Object missingValue() {
    return missing == null
        ? null
        : type.encoding().read(missing, type.scale() == null ? 0 : type.scale());
  }

  /** A column's encoding as it is known to Debezium. */
  Encoding encoding() {
    return type.encoding();
  }
}
