package dev.caravan.deliver.row;

import dev.caravan.change.text.DateTimeText;
import java.time.Instant;

/**
 * DateTime64: ticks since 1970 as Int64, in the years 1900 to 2299, from microseconds. What its
 * ticks cannot hold exactly is refused.
 *
 * @param digits decimal digits of a second that ticks count, 0 to 9
 */
public record TimestampEncoder(int digits) implements ValueEncoder {

  static final long MICROS = 1_000_000;
  private static final int MICRO_DIGITS = 6;
  private static final long FIRST = Instant.parse("1900-01-01T00:00:00Z").getEpochSecond() * MICROS;
  private static final long AFTER = Instant.parse("2300-01-01T00:00:00Z").getEpochSecond() * MICROS;

  @Override
  public void write(JsonValue value, RowBuffer out) {
    put(value.whole(), out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    put(DateTimeText.micros(text), out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeLong(0);
  }

  /**
   * @param micros microseconds since 1970
   */
  void put(long micros, RowBuffer out) {
    if (micros < FIRST || micros >= AFTER) {
      throw outside(
          micros == DateTimeText.TIMESTAMP_BEYOND
              ? "a timestamp after the year 294246"
              : "'" + DateTimeText.timestamp(micros) + "'");
    }
    out.writeLong(digits == MICRO_DIGITS ? micros : ticks(micros));
  }

  UnfitValueException outside(String which) {
    return new UnfitValueException(
        which + " is outside DateTime64(" + digits + "), the years 1900 to 2299");
  }

  private long ticks(long micros) {
    long factor = 1;
    for (int i = Math.abs(digits - MICRO_DIGITS); i > 0; i--) {
      factor *= 10;
    }
    if (digits > MICRO_DIGITS) {
      if (Math.multiplyHigh(micros, factor) != micros * factor >> Long.SIZE - 1) {
        throw new UnfitValueException(
            "'" + DateTimeText.timestamp(micros) + "' is beyond DateTime64(" + digits + ")");
      }
      return micros * factor;
    }
    if (micros % factor != 0) {
      throw new UnfitValueException(
          "'" + DateTimeText.timestamp(micros) + "' is finer than DateTime64(" + digits + ")");
    }
    return micros / factor;
  }
}
