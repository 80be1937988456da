package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.deliver.row.DecimalEncoder;
import dev.caravan.deliver.row.FloatEncoder;
import dev.caravan.deliver.row.InstantEncoder;
import dev.caravan.deliver.row.IntegerEncoder;
import dev.caravan.deliver.row.TimestampEncoder;
import dev.caravan.deliver.row.ValueEncoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a column's values go into a table that exists already, whoever created it. */
public final class TypeFit {

  private static final Pattern WRAPPED = Pattern.compile("(Nullable|LowCardinality)\\((.*)\\)");
  private static final Pattern INTEGER = Pattern.compile("Int(8|16|32|64)");
  private static final Pattern DECIMAL = Pattern.compile("Decimal\\((\\d+), (\\d+)\\)");
  private static final Pattern MICROS = Pattern.compile("DateTime64\\(6(, '.*')?\\)");

  private TypeFit() {}

  /**
   * The encoder that writes the column's values in the given type.
   *
   * @param target the type as system.columns writes it
   * @return nothing when some value of the column's type would be lost or changed in the target
   */
  public static Optional<ClickHouseType> into(Column column, String target) {
    String inner = target;
    boolean nullable = false;
    for (Matcher m = WRAPPED.matcher(inner); m.matches(); m = WRAPPED.matcher(inner)) {
      nullable |= m.group(1).equals("Nullable");
      inner = m.group(2);
    }
    boolean holdsNull = nullable;
    return encoder(TypeMapping.plain(column), inner)
        .map(encoder -> new ClickHouseType(target, encoder))
        .map(type -> holdsNull ? new ClickHouseType(target, type.nullable().encoder()) : type);
  }

  private static Optional<ValueEncoder> encoder(ClickHouseType natural, String target) {
    ValueEncoder own = natural.encoder();
    if (natural.name().equals(target)) {
      return Optional.of(own);
    }
    Matcher integer = INTEGER.matcher(target);
    if (own instanceof IntegerEncoder from && integer.matches()) {
      int bytes = Integer.parseInt(integer.group(1)) / Byte.SIZE;
      return from.bytes() <= bytes ? Optional.of(new IntegerEncoder(bytes)) : Optional.empty();
    }
    Matcher decimal = DECIMAL.matcher(target);
    if (own instanceof DecimalEncoder from && decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = Integer.parseInt(decimal.group(2));
      boolean holds = scale >= from.scale() && precision - scale >= from.precision() - from.scale();
      return holds ? Optional.of(new DecimalEncoder(precision, scale)) : Optional.empty();
    }
    if (own instanceof FloatEncoder && target.equals("Float64")) {
      return Optional.of(new FloatEncoder(true));
    }
    boolean instant = own instanceof TimestampEncoder || own instanceof InstantEncoder;
    boolean sameBytes =
        instant && MICROS.matcher(target).matches()
            || natural.name().equals("String") && target.equals("JSON");
    return sameBytes ? Optional.of(own) : Optional.empty();
  }
}
