package dev.caravan.deliver.row;

import dev.caravan.change.text.DateTimeText;
import java.time.LocalDate;

/** Date32: days since 1970 as Int32, from 1900-01-01 to 2299-12-31. */
public record DateEncoder() implements ValueEncoder {

  private static final long FIRST = LocalDate.of(1900, 1, 1).toEpochDay();
  private static final long LAST = LocalDate.of(2299, 12, 31).toEpochDay();

  @Override
  public void write(JsonValue value, RowBuffer out) {
    put(value.whole(), out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    put(DateTimeText.days(text), out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeInt(0);
  }

  private static void put(long day, RowBuffer out) {
    if (day < FIRST || day > LAST) {
      String which = (int) day == day ? DateTimeText.date((int) day) : "day " + day;
      throw new UnfitValueException("'" + which + "' is outside Date32, 1900-01-01 to 2299-12-31");
    }
    out.writeInt((int) day);
  }
}
