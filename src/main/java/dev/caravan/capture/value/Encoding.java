package dev.caravan.capture.value;

import dev.caravan.change.text.DateTimeText;
import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.ZonedTimestamp;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.SchemaBuilder;

/** The ways values are written in events, each read from PostgreSQL's text of the value. */
public enum Encoding {
  INT16(SchemaBuilder::int16, (short) 0, Short::valueOf),
  INT32(SchemaBuilder::int32, 0, Integer::valueOf),
  INT64(SchemaBuilder::int64, 0L, Long::valueOf),
  FLOAT32(SchemaBuilder::float32, 0f, Float::valueOf),
  FLOAT64(SchemaBuilder::float64, 0d, Double::valueOf),
  BOOLEAN(SchemaBuilder::bool, false, PostgresText::truth),
  BYTES(SchemaBuilder::bytes, new byte[0], PostgresText::bytes),
  UUID(Uuid::builder, "", text -> text),
  DATE(Date::builder, 0, DateTimeText::days),
  TIME(MicroTime::builder, 0L, DateTimeText::timeMicros),
  TIMESTAMP(MicroTimestamp::builder, 0L, DateTimeText::micros),
  INSTANT(ZonedTimestamp::builder, "", DateTimeText::instant),
  JSON(Json::builder, "", text -> text),
  /** Decimal text; how many of the digits are fractions depends on the server's locale. */
  MONEY(SchemaBuilder::string, "", text -> text),
  /** PostgreSQL's text as it is. */
  TEXT(SchemaBuilder::string, "", text -> text);

  private static final Map<String, Encoding> BY_TYPE =
      Map.ofEntries(
          Map.entry("int2", INT16),
          Map.entry("int4", INT32),
          Map.entry("int8", INT64),
          Map.entry("oid", INT64),
          Map.entry("float4", FLOAT32),
          Map.entry("float8", FLOAT64),
          Map.entry("bool", BOOLEAN),
          Map.entry("bytea", BYTES),
          Map.entry("uuid", UUID),
          Map.entry("date", DATE),
          Map.entry("time", TIME),
          Map.entry("timestamp", TIMESTAMP),
          Map.entry("timestamptz", INSTANT),
          Map.entry("json", JSON),
          Map.entry("jsonb", JSON),
          Map.entry("money", MONEY));

  private final Supplier<SchemaBuilder> schema;
  private final Object zero;
  private final Function<String, Object> reader;

  Encoding(Supplier<SchemaBuilder> schema, Object zero, Function<String, Object> reader) {
    this.schema = schema;
    this.zero = zero;
    this.reader = reader;
  }

  /** The encoding of PostgreSQL's own type of the name. */
  public static Encoding ofType(String type) {
    return BY_TYPE.getOrDefault(type, TEXT);
  }

  /** A new schema, not yet optional. */
  public SchemaBuilder schema() {
    return schema.get();
  }

  /**
   * Reads PostgreSQL's text of a value.
   *
   * @param fractionDigits those of the server's money
   * @throws RuntimeException when it is no text of the type
   */
  public Object read(String text, int fractionDigits) {
    return this == MONEY ? PostgresText.money(text, fractionDigits) : reader.apply(text);
  }

  /** Fills a field that must have a value where the event has none: a deleted row has its key. */
  public Object zero() {
    return zero;
  }
}
