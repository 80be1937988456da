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
import dev.caravan.deliver.row.PostgresText;
import dev.caravan.deliver.row.RenderedEncoder;
import dev.caravan.deliver.row.TextEncoder;
import dev.caravan.deliver.row.TimestampEncoder;
import dev.caravan.deliver.row.UuidEncoder;

/**
 * Which ClickHouse type a column of the source gets, when nobody chose another.
 *
 * <p>How a value is written in JSON decides; PostgreSQL's type only tells apart what is written the
 * same way. What is not named here is stored as a String that holds PostgreSQL's text.
 */
public final class TypeMapping {

  static final String UTC_MICROS = "DateTime64(6, 'UTC')";
  private static final int MICRO_DIGITS = 6;
  private static final int WIDEST_DECIMAL = 76;

  private TypeMapping() {}

  /**
   * The type of a column in a table Caravan creates. An array that may be NULL is kept as its text,
   * for ClickHouse has no Nullable(Array) and NULL is not the empty array.
   *
   * @param key whether the column belongs to the primary key, which never holds NULL
   */
  public static ClickHouseType of(Column column, boolean key) {
    ClickHouseType type =
        column.holdsArrays() && (column.nullable() || key) ? text() : plain(column);
    return column.nullable() && !key ? type.nullable() : type;
  }

  /** The column's type without regard to NULL. */
  static ClickHouseType plain(Column column) {
    if (column.holdsArrays()) {
      ClickHouseType element = plain(ArrayElement.of(column)).nullable();
      return new ClickHouseType(
          "Array(" + element.name() + ")",
          new ArrayEncoder(element.encoder(), ArrayElement.delimiter(column), false));
    }
    return switch (column.encoding()) {
      case "boolean" -> new ClickHouseType("Bool", new BoolEncoder());
      case "int16" -> new ClickHouseType("Int16", new IntegerEncoder(2));
      case "int32" -> new ClickHouseType("Int32", new IntegerEncoder(4));
      case "int64" -> new ClickHouseType("Int64", new IntegerEncoder(8));
      case "float32" -> new ClickHouseType("Float32", new FloatEncoder(true, false));
      case "float64" -> new ClickHouseType("Float64", new FloatEncoder(false, true));
      case "bytes" -> new ClickHouseType("String", new BytesEncoder());
      case "io.debezium.data.Uuid" -> new ClickHouseType("UUID", new UuidEncoder());
      case "io.debezium.time.Date" -> new ClickHouseType("Date32", new DateEncoder());
      case "io.debezium.time.MicroTime" ->
          new ClickHouseType("String", new RenderedEncoder(PostgresText.TIME));
      case "io.debezium.time.MicroTimestamp" ->
          new ClickHouseType(UTC_MICROS, new TimestampEncoder(MICRO_DIGITS));
      case "io.debezium.time.ZonedTimestamp" ->
          new ClickHouseType(UTC_MICROS, new InstantEncoder(new TimestampEncoder(MICRO_DIGITS)));
      default -> isDecimal(column) ? decimal(column) : text();
    };
  }

  private static ClickHouseType text() {
    return new ClickHouseType("String", new TextEncoder());
  }

  private static ClickHouseType decimal(Column column) {
    int scale = scale(column);
    return new ClickHouseType(
        "Decimal(" + column.length() + ", " + scale + ")",
        new DecimalEncoder(column.length(), scale));
  }

  private static boolean isDecimal(Column column) {
    return (column.type().equals("numeric") || column.type().equals("money"))
        && column.length() != null
        && column.length() > 0
        && column.length() <= WIDEST_DECIMAL
        && scale(column) >= 0
        && scale(column) <= column.length();
  }

  private static int scale(Column column) {
    return column.scale() == null ? 0 : column.scale();
  }
}
