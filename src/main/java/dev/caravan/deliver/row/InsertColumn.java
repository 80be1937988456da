package dev.caravan.deliver.row;

/**
 * A column of the insert, as the events of one shape fill it.
 *
 * @param field the field's name in the event, null when the shape has none for it
 * @param encoder what writes its values
 * @param key whether it belongs to the primary key, the only values a delete is sure to carry
 * @param absent what is written when the shape has no field for it, in RowBinary
 * @param remedy what to do about a value the column cannot hold, for people
 */
public record InsertColumn(
    String field, ValueEncoder encoder, boolean key, byte[] absent, String remedy) {

  /** A column the events have a field for. */
  public static InsertColumn of(String field, ValueEncoder encoder, boolean key, String remedy) {
    return new InsertColumn(field, encoder, key, null, remedy);
  }

  /** A column the events know nothing of. */
  public static InsertColumn absent(ValueEncoder encoder, byte[] absent) {
    return new InsertColumn(null, encoder, false, absent, null);
  }
}
