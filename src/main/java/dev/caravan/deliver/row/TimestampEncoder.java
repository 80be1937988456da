package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;

/**
 * DateTime64(6): microseconds since 1970 as Int64, in the years 1900 to 2299.
 *
 * @param perSecond how many of the event's units make a second: 1000, 1,000,000 or 1,000,000,000
 */
public record TimestampEncoder(long perSecond) implements ValueEncoder {

  static final long MICROS = 1_000_000;
  private static final long FIRST = Instant.parse("1900-01-01T00:00:00Z").getEpochSecond() * MICROS;
  private static final long AFTER = Instant.parse("2300-01-01T00:00:00Z").getEpochSecond() * MICROS;

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    long units = value.getLongValue();
    long second = Math.floorDiv(units, perSecond);
    if (second < FIRST / MICROS || second >= AFTER / MICROS) {
      throw outside(units + "/" + perSecond + " s from 1970");
    }
    put(second * MICROS + Math.floorMod(units, perSecond) * MICROS / perSecond, out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeLong(0);
  }

  static void put(long micros, RowBuffer out) {
    if (micros < FIRST || micros >= AFTER) {
      throw outside(micros + " microseconds from 1970");
    }
    out.writeLong(micros);
  }

  static UnfitValueException outside(String which) {
    return new UnfitValueException(
        "the timestamp " + which + " is outside DateTime64(6), the years 1900 to 2299");
  }
}
