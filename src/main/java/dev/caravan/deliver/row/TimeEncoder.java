package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Locale;

/**
 * A time of day as PostgreSQL writes it: {@code 09:30:00}, {@code 09:30:00.250000}, {@code
 * 24:00:00}. A String, for ClickHouse's own type cannot be told from a duration.
 *
 * @param perSecond how many of the event's units make a second: 1000, 1,000,000 or 1,000,000,000
 */
public record TimeEncoder(long perSecond) implements ValueEncoder {

  private static final long MICROS = 1_000_000;

  @Override
  public void write(JsonParser value, RowBuffer out) throws IOException {
    long units = value.getLongValue();
    long second = units / perSecond;
    long micro = (units % perSecond) * MICROS / perSecond;
    String text =
        String.format(Locale.ROOT, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    out.writeText(micro == 0 ? text : text + String.format(Locale.ROOT, ".%06d", micro));
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeVarint(0);
  }
}
