package dev.caravan.deliver.row;

/** A value that the column's ClickHouse type cannot hold. The message says which and what can. */
public class UnfitValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST_VALUE = 100;

  public UnfitValueException(String message) {
    // No trace: a topic may hold a million such values, and the message says all.
    super(message, null, false, false);
  }

  /** A value in quotes, shortened where it is long. */
  static String quoted(String value) {
    return value.length() <= LONGEST_VALUE
        ? "'" + value + "'"
        : "'" + value.substring(0, LONGEST_VALUE) + "...' of " + value.length() + " characters";
  }
}
