package dev.caravan.bench.peer;

/**
 * A column of a target of the Kafka engine.
 *
 * @param type in the target
 * @param json as what the event's value is read
 * @param expression makes the one of the other, which stands for {@code %s}
 */
public record EngineColumn(String name, String type, String json, String expression) {

  private static final String INSTANT = "DateTime64(6, 'UTC')";

  /** A column whose value is in the event as it is. */
  public static EngineColumn plain(String name, String type) {
    return new EngineColumn(name, type, type, "%s");
  }

  /** A {@code numeric} of 12 digits, two of them behind the point. */
  public static EngineColumn decimal(String name) {
    return new EngineColumn(name, "Decimal(12, 2)", "String", "toDecimal64OrZero(%s, 2)");
  }

  /** A {@code timestamptz}. */
  public static EngineColumn instant(String name) {
    return new EngineColumn(
        name, INSTANT, "String", "parseDateTime64BestEffortOrZero(%s, 6, 'UTC')");
  }

  String declaration() {
    return name + " " + type;
  }

  String value(String field) {
    return expression.formatted(field);
  }
}
