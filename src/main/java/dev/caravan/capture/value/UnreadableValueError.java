package dev.caravan.capture.value;

/**
 * A value that is not written as its type is known to be. An error and no exception, because
 * Debezium logs exceptions of converters and leaves the value out.
 */
public final class UnreadableValueError extends Error {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  public UnreadableValueError(
      String column, Encoding encoding, Object value, RuntimeException cause) {
    super(
        "column '%s' holds '%s', which Caravan can't read as %s; this is a fault of Caravan's"
            .formatted(column, shown(value), encoding),
        cause);
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
