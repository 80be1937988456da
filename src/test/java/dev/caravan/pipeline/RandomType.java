package dev.caravan.pipeline;

import java.util.Random;

/** Types of random columns, with random values that ClickHouse's default types can hold. */
enum RandomType {
  INT("int"),
  BIGINT("bigint"),
  NUMERIC("numeric"),
  PRICE("numeric(12,2)"),
  TEXT("text"),
  CODE("varchar(40)"),
  UUID("uuid"),
  DATE("date"),
  INSTANT("timestamptz"),
  TIMESTAMP("timestamp"),
  FLAG("boolean"),
  RATIO("double precision"),
  BYTES("bytea"),
  JSON("jsonb"),
  NUMBERS("int[]"),
  TEXTS("text[]"),
  SPAN("interval"),
  ADDRESS("inet"),
  LARGE("text");

  private static final RandomType[] VALUES = values();

  /** Those a key is made of. */
  private static final RandomType[] KEYS = {INT, BIGINT, TEXT, UUID, NUMERIC, PRICE, DATE, BYTES};

  private static final String[] WORDS = {
    "", "a", "B", "ä", "🚚", "NULL", "two words", "quote \" and \\ slash", "tab\t", "it''s", "{}"
  };

  private final String sql;

  RandomType(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }

  static RandomType any(Random random) {
    return VALUES[random.nextInt(VALUES.length)];
  }

  static RandomType ofKey(Random random) {
    return KEYS[random.nextInt(KEYS.length)];
  }

  boolean isArray() {
    return this == NUMBERS || this == TEXTS;
  }

  /** A type that holds more, null where there is none. */
  RandomType wider() {
    return switch (this) {
      case INT -> BIGINT;
      case CODE -> TEXT;
      default -> null;
    };
  }

  /**
   * A value as an SQL expression that is the same at every run.
   *
   * @param few whether values shall repeat, so that rows meet
   */
  String value(Random random, boolean few) {
    int n = random.nextInt(few ? 40 : 1_000_000) - 10;
    String literal =
        switch (this) {
          case INT -> Integer.toString(n);
          case BIGINT -> few ? Integer.toString(n) : Long.toString(random.nextLong() / 2);
          case NUMERIC -> n + "." + random.nextInt(3) + "0";
          case PRICE -> n + ".25";
          case TEXT, CODE -> WORDS[random.nextInt(WORDS.length)] + (few ? n % 4 : n);
          case UUID -> "0b5e3c0a-5a3c-4b43-9f51-%012x".formatted(n + 10);
          case DATE ->
              "%d-%02d-%02d"
                  .formatted(
                      1900 + random.nextInt(few ? 1 : 400),
                      1 + random.nextInt(12),
                      1 + random.nextInt(28));
          case INSTANT ->
              "2026-%02d-11 %02d:30:00.%06d+01"
                  .formatted(1 + random.nextInt(12), random.nextInt(24), n + 10);
          case TIMESTAMP -> "1969-12-31 23:59:%02d.%06d".formatted(random.nextInt(60), n + 10);
          case FLAG -> Boolean.toString(random.nextBoolean());
          case RATIO -> random.nextInt(8) == 0 ? "NaN" : Double.toString(random.nextGaussian());
          case BYTES -> "\\x" + "%06x".formatted(n + 10);
          case JSON -> "{\"n\": %d.50, \"list\": [null, \"ä\"]}".formatted(n);
          case NUMBERS -> random.nextInt(4) == 0 ? "{}" : "{%d,NULL}".formatted(n);
          case TEXTS -> "{\"\",NULL,\"a %d\"}".formatted(n);
          case SPAN -> n + " days " + random.nextInt(60) + " minutes";
          case ADDRESS -> "10.0.%d.%d".formatted(random.nextInt(256), random.nextInt(256));
          case LARGE -> null;
        };
    return literal != null
        ? "'" + literal + "'::" + sql
        : "(SELECT string_agg(md5((i + %d)::text), '') FROM generate_series(1, 300) i)"
            .formatted(n);
  }
}
