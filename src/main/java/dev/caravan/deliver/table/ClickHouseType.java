package dev.caravan.deliver.table;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.deliver.row.JsonValue;
import dev.caravan.deliver.row.NullableEncoder;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.UnfitValueException;
import dev.caravan.deliver.row.ValueEncoder;
import java.io.IOException;

/**
 * A column's type in ClickHouse.
 *
 * @param name the type as ClickHouse writes it: {@code Nullable(Decimal(10, 2))}
 * @param encoder what writes the column's values in that type
 */
public record ClickHouseType(String name, ValueEncoder encoder) {

  private static final int SMALL = 64;

  /** The same type with room for NULL. */
  ClickHouseType nullable() {
    return encoder.holdsNull()
        ? this
        : new ClickHouseType("Nullable(" + name + ")", new NullableEncoder(encoder));
  }

  /**
   * A value in RowBinary; NULL becomes the type's zero where the type has none.
   *
   * @param value the value as events have it
   * @throws UnfitValueException when the type cannot hold it
   */
  public byte[] encoded(JsonNode value) {
    RowBuffer out = new RowBuffer(SMALL);
    if (value == null || value.isNull()) {
      encoder.writeZero(out);
      return out.toByteArray();
    }
    try (JsonParser parser = value.traverse()) {
      parser.nextToken();
      encoder.write(JsonValue.of(parser), out);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnfitValueException(value + " is no value of " + name + ": " + e.getMessage());
    }
    return out.toByteArray();
  }

  /**
   * A value as an SQL expression that is exactly what {@link #encoded} is, of this very type.
   *
   * @param value the value as events have it
   * @throws UnfitValueException when the type cannot hold it
   */
  public String literal(JsonNode value) {
    return new SqlLiteral(encoded(value)).of(name);
  }
}
