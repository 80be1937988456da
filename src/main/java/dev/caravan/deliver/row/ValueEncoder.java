package dev.caravan.deliver.row;

/** Writes the values of one column in the RowBinary of its ClickHouse type. */
public interface ValueEncoder {

  /**
   * Writes a value.
   *
   * @throws UnfitValueException when the type cannot hold the value
   */
  void write(JsonValue value, RowBuffer out);

  /**
   * Writes a value given as PostgreSQL's text of it, as the elements of arrays are.
   *
   * @throws UnfitValueException when the type cannot hold the value
   */
  void writeText(String text, RowBuffer out);

  /** Writes what stands for no value: the type's zero, or NULL where the type has it. */
  void writeZero(RowBuffer out);

  /** Whether {@link #writeZero} says the same as a null. */
  default boolean holdsNull() {
    return false;
  }
}
