package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.deliver.row.ArrayEncoder;
import dev.caravan.deliver.row.BoolEncoder;
import dev.caravan.deliver.row.BytesEncoder;
import dev.caravan.deliver.row.DateEncoder;
import dev.caravan.deliver.row.DecimalEncoder;
import dev.caravan.deliver.row.FloatEncoder;
import dev.caravan.deliver.row.InstantEncoder;
import dev.caravan.deliver.row.IntegerEncoder;
import dev.caravan.deliver.row.TextEncoder;
import dev.caravan.deliver.row.TimeEncoder;
import dev.caravan.deliver.row.TimestampEncoder;
import dev.caravan.deliver.row.UuidEncoder;

/**
 * Which ClickHouse type a column of the source gets.
 *
 * <p>How a value is written in JSON decides; PostgreSQL's type only tells apart what is written the
 * same way. What is not named here is stored as a String, structured values as their JSON text.
 */
public final class TypeMapping {

  static final String UTC_MICROS = "DateTime64(6, 'UTC')";
  private static final int WIDEST_DECIMAL = 76;
  private static final String ARRAY = "array:";
  private static final long MILLIS = 1_000;
  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;

  private TypeMapping() {}

  /**
   * The type of a column in a table Caravan creates.
   *
   * @param key whether the column belongs to the primary key, which never holds NULL
   */
  public static ClickHouseType of(Column column, boolean key) {
    ClickHouseType type = plain(column);
    return column.nullable() && !key ? type.nullable() : type;
  }

  /** The column's type without regard to NULL. */
  static ClickHouseType plain(Column column) {
    String encoding = column.encoding();
    if (encoding.startsWith(ARRAY)) {
      ClickHouseType element = plain(element(column)).nullable();
      return new ClickHouseType(
          "Array(" + element.name() + ")", new ArrayEncoder(element.encoder()));
    }
    return switch (encoding) {
      case "boolean" -> new ClickHouseType("Bool", new BoolEncoder());
      case "int8" -> new ClickHouseType("Int8", new IntegerEncoder(1));
      case "int16" -> new ClickHouseType("Int16", new IntegerEncoder(2));
      case "int32" -> new ClickHouseType("Int32", new IntegerEncoder(4));
      case "int64" -> new ClickHouseType("Int64", new IntegerEncoder(8));
      case "float32", "float" -> new ClickHouseType("Float32", new FloatEncoder(false));
      case "float64", "double" -> new ClickHouseType("Float64", new FloatEncoder(true));
      case "bytes" -> new ClickHouseType("String", new BytesEncoder());
      case "io.debezium.data.Uuid" -> new ClickHouseType("UUID", new UuidEncoder());
      case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" ->
          new ClickHouseType("Date32", new DateEncoder());
      case "io.debezium.time.Time", "org.apache.kafka.connect.data.Time" -> time(MILLIS);
      case "io.debezium.time.MicroTime" -> time(MICROS);
      case "io.debezium.time.NanoTime" -> time(NANOS);
      case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
          timestamp(MILLIS);
      case "io.debezium.time.MicroTimestamp" -> timestamp(MICROS);
      case "io.debezium.time.NanoTimestamp" -> timestamp(NANOS);
      case "io.debezium.time.ZonedTimestamp" ->
          new ClickHouseType(UTC_MICROS, new InstantEncoder());
      case "string" -> isDecimal(column) ? decimal(column) : text();
      default -> text();
    };
  }

  private static ClickHouseType time(long perSecond) {
    return new ClickHouseType("String", new TimeEncoder(perSecond));
  }

  private static ClickHouseType timestamp(long perSecond) {
    return new ClickHouseType(UTC_MICROS, new TimestampEncoder(perSecond));
  }

  private static ClickHouseType text() {
    return new ClickHouseType("String", new TextEncoder());
  }

  private static ClickHouseType decimal(Column column) {
    return decimal(column.length(), scale(column));
  }

  static ClickHouseType decimal(int precision, int scale) {
    return new ClickHouseType(
        "Decimal(" + precision + ", " + scale + ")", new DecimalEncoder(precision, scale));
  }

  private static boolean isDecimal(Column column) {
    return column.type().equals("numeric")
        && column.length() != null
        && column.length() > 0
        && column.length() <= WIDEST_DECIMAL
        && scale(column) >= 0
        && scale(column) <= column.length();
  }

  private static int scale(Column column) {
    return column.scale() == null ? 0 : column.scale();
  }

  private static Column element(Column array) {
    String type = array.type().startsWith("_") ? array.type().substring(1) : array.type();
    return new Column(
        array.name(),
        type,
        array.length(),
        array.scale(),
        true,
        array.encoding().substring(ARRAY.length()));
  }
}
