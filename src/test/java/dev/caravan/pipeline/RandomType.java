package dev.caravan.pipeline;

import java.util.Random;

/** Types of random columns, with random values that ClickHouse's default types can hold. */
enum RandomType {
  SMALLINT("smallint"),
  INT("int"),
  BIGINT("bigint"),
  OID("oid"),
  NUMERIC("numeric"),
  PRICE("numeric(12,2)"),
  LARGER_PRICE("numeric(20,2)"),
  CENTS("inventory.cents"),
  MONEY("money"),
  TEXT("text"),
  CODE("varchar(40)"),
  PADDED("char(12)"),
  MOOD("inventory.mood"),
  UUID("uuid"),
  DATE("date"),
  TIME("time"),
  ZONED_TIME("timetz"),
  INSTANT("timestamptz"),
  TIMESTAMP("timestamp"),
  MILLIS("timestamp(3)"),
  SPAN("interval"),
  FLAG("boolean"),
  SINGLE("real"),
  RATIO("double precision"),
  BYTES("bytea"),
  JSON("json"),
  JSONB("jsonb"),
  XML("xml"),
  COMPOSITE("inventory.address"),
  HSTORE("public.hstore"),
  INET("inet"),
  CIDR("cidr"),
  MACADDR("macaddr"),
  BITS("bit(8)"),
  VARBITS("varbit"),
  RANGE("int4range"),
  INSTANTS("tstzrange"),
  WORDS("tsvector"),
  POINT("point"),
  NUMBERS("int[]"),
  TEXTS("text[]"),
  PRICES("numeric(12,2)[]"),
  DATES("date[]"),
  MOODS("inventory.mood[]"),
  LARGE("text");

  private static final RandomType[] VALUES = values();

  /** Those a key is made of. */
  private static final RandomType[] KEYS = {
    SMALLINT, INT, BIGINT, TEXT, CODE, UUID, NUMERIC, PRICE, DATE, INSTANT, BYTES, INET
  };

  private static final String[] TEXT_BEGINNINGS = {
    "", "a", "B", "ä", "🚚", "NULL", "\\N", "two words", "\" and \\ slash", "tab\t", "it''s", "{}"
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
    return sql.endsWith("[]");
  }

  /** Whether PostgreSQL writes the table anew when the type is widened. */
  boolean isRewrittenByWidening() {
    return this == SMALLINT || this == INT || this == SINGLE;
  }

  /** A type that holds more, null where there is none. */
  RandomType wider() {
    return switch (this) {
      case SMALLINT -> INT;
      case INT -> BIGINT;
      case PRICE -> LARGER_PRICE;
      case CODE -> TEXT;
      case MILLIS -> TIMESTAMP;
      case SINGLE -> RATIO;
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
          case SMALLINT -> Integer.toString(n % 30_000);
          case INT -> Integer.toString(n);
          case OID -> Long.toString(4_000_000_000L + n);
          case BIGINT -> few ? Integer.toString(n) : Long.toString(random.nextLong() / 2);
          case NUMERIC -> random.nextInt(20) == 0 ? "NaN" : n + "." + random.nextInt(3) + "0";
          case PRICE, LARGER_PRICE, CENTS, MONEY -> n + ".25";
          case TEXT, CODE ->
              TEXT_BEGINNINGS[random.nextInt(TEXT_BEGINNINGS.length)] + (few ? n % 4 : n);
          case PADDED -> "ä " + n;
          // Some of them there may not be yet.
          case MOOD -> mood(random);
          case UUID -> "0b5e3c0a-5a3c-4b43-9f51-%012x".formatted(n + 10);
          case DATE -> date(random, few);
          case TIME ->
              n % 7 == 0 ? "24:00:00" : "23:59:%02d.%06d".formatted(random.nextInt(60), n + 10);
          case ZONED_TIME -> "23:59:%02d-%02d".formatted(random.nextInt(60), random.nextInt(15));
          case INSTANT ->
              "2026-%02d-11 %02d:30:00.%06d+01"
                  .formatted(1 + random.nextInt(12), random.nextInt(24), n + 10);
          case TIMESTAMP -> "1969-12-31 23:59:%02d.%06d".formatted(random.nextInt(60), n + 10);
          case MILLIS ->
              "2026-11-23 09:30:%02d.%03d".formatted(random.nextInt(60), (n + 10) % 1000);
          case SPAN -> n + " days " + random.nextInt(60) + " minutes";
          case FLAG -> Boolean.toString(random.nextBoolean());
          case SINGLE -> random.nextInt(8) == 0 ? "Infinity" : Float.toString(random.nextFloat());
          case RATIO -> random.nextInt(8) == 0 ? "NaN" : Double.toString(random.nextGaussian());
          case BYTES -> "\\x" + "%06x".formatted(n + 10);
          case JSON, JSONB -> "{\"n\": %d.50,  \"list\": [null, \"ä\"]}".formatted(n);
          case XML -> "<n at=\"ä\">%d</n>".formatted(n);
          case COMPOSITE -> "(\"High \"\"St\"\"\",%d)".formatted(n);
          case HSTORE -> "\"a b\"=>NULL, n=>%d".formatted(n);
          case INET -> "10.0.%d.%d".formatted(random.nextInt(256), random.nextInt(256));
          case CIDR -> "10.0.%d.0/24".formatted(random.nextInt(256));
          case MACADDR -> "08:00:2b:01:02:%02x".formatted(random.nextInt(256));
          case BITS -> Integer.toBinaryString(256 + random.nextInt(256)).substring(1);
          case VARBITS -> n % 5 == 0 ? "" : Integer.toBinaryString(n + 10);
          case RANGE -> n % 5 == 0 ? "empty" : "[%d,)".formatted(n);
          case INSTANTS -> "[2026-01-01 00:00:%02d+01,infinity)".formatted(random.nextInt(60));
          case WORDS -> "fat:2 n%d:1A".formatted(n);
          case POINT -> "(%d,-0.5)".formatted(n);
          case NUMBERS -> random.nextInt(4) == 0 ? "{}" : "{%d,NULL}".formatted(n);
          case TEXTS -> "{\"\",NULL,\"a %d\"}".formatted(n);
          case PRICES -> "{%d.50}".formatted(n);
          case DATES -> "{%s,NULL}".formatted(date(random, few));
          case MOODS -> "{\"%s\"}".formatted(mood(random));
          case LARGE -> null;
        };
    return literal != null
        ? "'" + literal + "'::" + sql
        : "(SELECT string_agg(md5((i + %d)::text), '') FROM generate_series(1, 300) i)"
            .formatted(n);
  }

  /** A value that was in the type from the start, or one that may be added to it. */
  private static String mood(Random random) {
    return random.nextInt(3) > 0 ? "😀" : addedMood(random);
  }

  static String addedMood(Random random) {
    return "mood " + random.nextInt(3);
  }

  private static String date(Random random, boolean few) {
    return "%d-%02d-%02d"
        .formatted(
            1900 + random.nextInt(few ? 1 : 400), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }
}
