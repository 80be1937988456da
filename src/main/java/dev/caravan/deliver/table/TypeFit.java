package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.deliver.row.ArrayEncoder;
import dev.caravan.deliver.row.BoolEncoder;
import dev.caravan.deliver.row.DecimalEncoder;
import dev.caravan.deliver.row.FloatEncoder;
import dev.caravan.deliver.row.InstantEncoder;
import dev.caravan.deliver.row.IntegerEncoder;
import dev.caravan.deliver.row.PostgresText;
import dev.caravan.deliver.row.RenderedEncoder;
import dev.caravan.deliver.row.TextEncoder;
import dev.caravan.deliver.row.TimestampEncoder;
import dev.caravan.deliver.row.ValueEncoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a column's values go into a type that is given, by a table that exists already or by the
 * route.
 *
 * <p>A type is fit when it holds every value the column's own type would hold, exactly. Where
 * values have no bounds of their own (numeric without precision) each is stored exactly or refused.
 */
public final class TypeFit {

  private static final Pattern WRAPPED = Pattern.compile("(Nullable|LowCardinality)\\((.*)\\)");
  private static final Pattern ARRAY = Pattern.compile("Array\\((.*)\\)");
  private static final Pattern INTEGER = Pattern.compile("Int(8|16|32|64|128|256)");
  private static final Pattern DECIMAL = Pattern.compile("Decimal\\((\\d+), ?(\\d+)\\)");
  private static final Pattern TICKS = Pattern.compile("DateTime64\\((\\d)(, ?'[^']*')?\\)");
  private static final int MICRO_DIGITS = 6;
  private static final int[] DIGITS_OF_INTEGERS = {0, 3, 5, 0, 10, 0, 0, 0, 19};

  private TypeFit() {}

  /**
   * The encoder that writes the column's values in the given type.
   *
   * @param target the type as system.columns writes it
   * @return nothing when some value of the column's type would be lost or changed in the target
   */
  public static Optional<ClickHouseType> into(Column column, String target) {
    return into(column, target, false);
  }

  /**
   * The same.
   *
   * @param emptyForNull whether an array may be stored empty when it is NULL; otherwise such a
   *     value is refused
   */
  static Optional<ClickHouseType> into(Column column, String target, boolean emptyForNull) {
    String inner = target;
    boolean nullable = false;
    for (Matcher m = WRAPPED.matcher(inner); m.matches(); m = WRAPPED.matcher(inner)) {
      nullable |= m.group(1).equals("Nullable");
      inner = m.group(2);
    }
    boolean holdsNull = nullable;
    return encoder(column, inner, emptyForNull)
        .map(encoder -> new ClickHouseType(target, encoder))
        .map(type -> holdsNull ? new ClickHouseType(target, type.nullable().encoder()) : type);
  }

  private static Optional<ValueEncoder> encoder(
      Column column, String target, boolean emptyForNull) {
    if (target.equals("String")) {
      return Optional.of(text(column));
    }
    if (column.holdsArrays()) {
      Matcher array = ARRAY.matcher(target);
      return array.matches()
          ? into(ArrayElement.of(column), array.group(1))
              .map(
                  element ->
                      new ArrayEncoder(
                          element.encoder(), ArrayElement.delimiter(column), emptyForNull))
          : Optional.empty();
    }
    ClickHouseType natural = TypeMapping.plain(column);
    ValueEncoder own = natural.encoder();
    if (natural.name().equals(target)) {
      return Optional.of(own);
    }
    if (own instanceof IntegerEncoder from) {
      return integer(from, target);
    }
    if (own instanceof DecimalEncoder || column.type().equals("numeric")) {
      return decimal(own, target);
    }
    if (own instanceof TimestampEncoder || own instanceof InstantEncoder) {
      return ticks(column, own, target);
    }
    if (own instanceof FloatEncoder from && target.equals("Float64")) {
      return Optional.of(new FloatEncoder(from.single(), true));
    }
    boolean sameBytes =
        own instanceof BoolEncoder && target.equals("UInt8")
            || column.encoding().equals("io.debezium.data.Json") && target.equals("JSON");
    return sameBytes ? Optional.of(own) : Optional.empty();
  }

  /** Any column as text: PostgreSQL's own, but for bytea, which stays the bytes themselves. */
  private static ValueEncoder text(Column column) {
    if (column.holdsArrays()) {
      return new TextEncoder();
    }
    return switch (column.encoding()) {
      case "bytes" -> TypeMapping.plain(column).encoder();
      case "float32" -> new RenderedEncoder(PostgresText.REAL);
      case "float64" -> new RenderedEncoder(PostgresText.DOUBLE);
      case "io.debezium.time.Date" -> new RenderedEncoder(PostgresText.DATE);
      case "io.debezium.time.MicroTime" -> new RenderedEncoder(PostgresText.TIME);
      case "io.debezium.time.MicroTimestamp" -> new RenderedEncoder(PostgresText.TIMESTAMP);
      case "io.debezium.time.ZonedTimestamp" -> new RenderedEncoder(PostgresText.INSTANT);
      default -> new TextEncoder();
    };
  }

  private static Optional<ValueEncoder> integer(IntegerEncoder from, String target) {
    Matcher integer = INTEGER.matcher(target);
    if (integer.matches()) {
      int bytes = Integer.parseInt(integer.group(1)) / Byte.SIZE;
      return from.bytes() <= bytes ? Optional.of(new IntegerEncoder(bytes)) : Optional.empty();
    }
    Matcher decimal = DECIMAL.matcher(target);
    if (decimal.matches()) {
      DecimalEncoder into = decimal(decimal);
      boolean holds = into.precision() - into.scale() >= DIGITS_OF_INTEGERS[from.bytes()];
      return holds ? Optional.of(into) : Optional.empty();
    }
    // A Float32 has 24 binary digits of its own, a Float64 has 53.
    return target.equals("Float32") && from.bytes() <= 2
            || target.equals("Float64") && from.bytes() <= 4
        ? Optional.of(new FloatEncoder(false, target.equals("Float64")))
        : Optional.empty();
  }

  private static Optional<ValueEncoder> decimal(ValueEncoder own, String target) {
    Matcher decimal = DECIMAL.matcher(target);
    if (!decimal.matches()) {
      return Optional.empty();
    }
    DecimalEncoder into = decimal(decimal);
    boolean holds =
        !(own instanceof DecimalEncoder from)
            || into.scale() >= from.scale()
                && into.precision() - into.scale() >= from.precision() - from.scale();
    return holds ? Optional.of(into) : Optional.empty();
  }

  private static DecimalEncoder decimal(Matcher name) {
    return new DecimalEncoder(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)));
  }

  private static Optional<ValueEncoder> ticks(Column column, ValueEncoder own, String target) {
    Matcher ticks = TICKS.matcher(target);
    if (!ticks.matches()) {
      return Optional.empty();
    }
    int digits = Integer.parseInt(ticks.group(1));
    int declared = column.length() == null ? MICRO_DIGITS : column.length();
    // A timestamp without a zone would show another time of day in any zone but the one it is put
    // in.
    boolean sameTimeOfDay =
        own instanceof InstantEncoder || ticks.group(2) == null || ticks.group(2).contains("'UTC'");
    boolean holds = sameTimeOfDay && digits >= Math.min(declared, MICRO_DIGITS);
    TimestampEncoder into = new TimestampEncoder(digits);
    return holds
        ? Optional.of(own instanceof InstantEncoder ? new InstantEncoder(into) : into)
        : Optional.empty();
  }
}
