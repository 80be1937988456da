package dev.caravan.deliver.row;

import dev.caravan.change.text.DateTimeText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoField;

/**
 * DateTime64 from ISO 8601 text: {@code 2026-11-23T09:30:00.123456Z}.
 *
 * @param moment what writes the microseconds it is
 */
public record InstantEncoder(TimestampEncoder moment) implements ValueEncoder {

  private static final int SECONDS_END = 19;
  private static final int SHORTEST_MONTH = 28;
  private static final int DAYS_TO_1970 = 719_468;

  @Override
  public void write(JsonValue value, RowBuffer out) {
    byte[] text = value.bytes();
    int start = value.start();
    int length = value.length();
    if (isPlain(text, start, length) && isMoment(text, start)) {
      moment.put(micros(text, start, length), out);
    } else {
      moment.put(parse(value.text()), out);
    }
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    moment.put(parse(DateTimeText.instant(text)), out);
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeLong(0);
  }

  /** Whether it is {@code yyyy-MM-ddTHH:mm:ss[.f{1,6}]Z}, which needs no general parser. */
  private static boolean isPlain(byte[] text, int start, int length) {
    if (length < SECONDS_END + 1 || length > SECONDS_END + 8 || text[start + length - 1] != 'Z') {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      byte c = text[start + i];
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            case SECONDS_END -> c == '.';
            default -> c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return length != SECONDS_END + 2;
  }

  /** Whether the numbers are a date and a time of day. */
  private static boolean isMoment(byte[] text, int start) {
    int year = number(text, start, 4);
    int month = number(text, start + 5, 2);
    int day = number(text, start + 8, 2);
    return month >= 1
        && month <= 12
        && day >= 1
        && (day <= SHORTEST_MONTH || day <= YearMonth.of(year, month).lengthOfMonth())
        && number(text, start + 11, 2) <= 23
        && number(text, start + 14, 2) <= 59
        && number(text, start + 17, 2) <= 59;
  }

  private static long micros(byte[] text, int start, int length) {
    int year = number(text, start, 4);
    int month = number(text, start + 5, 2);
    int day = number(text, start + 8, 2);
    long second =
        days(year, month, day) * 86_400
            + number(text, start + 11, 2) * 3600L
            + number(text, start + 14, 2) * 60L
            + number(text, start + 17, 2);
    int digits = Math.max(0, length - SECONDS_END - 2);
    long micro = number(text, start + SECONDS_END + 1, digits);
    for (int i = digits; i < 6; i++) {
      micro *= 10;
    }
    return second * TimestampEncoder.MICROS + micro;
  }

  /** Days from 1970 to a Gregorian date, counting years from March. */
  private static long days(int year, int month, int day) {
    long shifted = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(shifted, 400);
    long yearOfEra = shifted - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - DAYS_TO_1970;
  }

  private static int number(byte[] text, int start, int digits) {
    int number = 0;
    for (int i = start; i < start + digits; i++) {
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }

  private long parse(String text) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      long micros = Math.multiplyExact(time.toEpochSecond(), TimestampEncoder.MICROS);
      return Math.addExact(micros, time.get(ChronoField.MICRO_OF_SECOND));
    } catch (DateTimeException | ArithmeticException e) {
      throw moment.outside("'" + text + "'");
    }
  }
}
