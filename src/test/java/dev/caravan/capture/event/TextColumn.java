package dev.caravan.capture.event;

import io.debezium.connector.postgresql.PostgresStreamingChangeEventSource.PgConnectionSupplier;
import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;

/** A column's value in a change, as PostgreSQL's text. */
public final class TextColumn implements ReplicationMessage.Column {

  /** Stands for a large value that was left as it was, and is not sent again. */
  public static final Object UNCHANGED =
      UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE;

  private final String field;
  private final Object value;

  /**
   * @param field the column's name inside Debezium
   * @param value the text, {@link #UNCHANGED}, or null
   */
  TextColumn(String field, Object value) {
    this.field = field;
    this.value = value;
  }

  @Override
  public String getName() {
    return field;
  }

  @Override
  public Object getValue(PgConnectionSupplier connection, boolean includeUnknownDatatypes) {
    return value;
  }

  @Override
  public boolean isToastedColumn() {
    return value == UNCHANGED;
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public PostgresType getType() {
    throw new UnsupportedOperationException("the relation knows the type");
  }

  @Override
  public ReplicationMessage.ColumnTypeMetadata getTypeMetadata() {
    throw new UnsupportedOperationException("the relation knows the type");
  }
}
