package dev.caravan.compare;

/** A type as ClickHouse writes it: {@code Nullable(Decimal(12, 2))}. */
record TargetType(String name) {

  /** Without {@code Nullable} and {@code LowCardinality}. */
  String plain() {
    return without("Nullable(", without("LowCardinality(", name));
  }

  boolean isArray() {
    return name.startsWith("Array(");
  }

  /** The type of an array's elements. */
  TargetType element() {
    return new TargetType(without("Array(", name));
  }

  boolean isText() {
    return plain().equals("String") || plain().startsWith("Enum");
  }

  boolean isTime() {
    return plain().startsWith("DateTime");
  }

  private static String without(String wrapper, String name) {
    return name.startsWith(wrapper) ? name.substring(wrapper.length(), name.length() - 1) : name;
  }
}
