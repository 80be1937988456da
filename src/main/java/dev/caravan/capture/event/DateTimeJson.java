package dev.caravan.capture.event;

import java.time.LocalDate;

/**
 * Dates and times of the years 1000 to 9999 from PostgreSQL's text to the JSON that {@link
 * dev.caravan.change.text.DateTimeText} leads to. All others are left to that.
 */
final class DateTimeJson {

  private static final int DATE = 10;
  private static final int SECONDS = 19;
  private static final int MOST = 26;
  private static final int MICROS_DIGITS = 6;
  private static final long DAY_MICROS = 86_400_000_000L;

  private DateTimeJson() {}

  /**
   * Days since 1970-01-01 of {@code 2026-11-23}.
   *
   * @return false when it is left to others
   */
  static boolean date(byte[] text, int from, int length, JsonBuffer json) {
    if (length != DATE || !isDate(text, from)) {
      return false;
    }
    json.number(days(text, from));
    return true;
  }

  /** Microseconds since 1970-01-01 00:00 of {@code 2026-11-23 09:30:00.25}. */
  static boolean timestamp(byte[] text, int from, int length, JsonBuffer json) {
    if (!isTimestamp(text, from, length)) {
      return false;
    }
    long seconds = two(text, from + 11) * 3600L + two(text, from + 14) * 60L + two(text, from + 17);
    json.number(days(text, from) * DAY_MICROS + seconds * 1_000_000 + micros(text, from, length));
    return true;
  }

  /** ISO 8601 in UTC to the microsecond of {@code 2026-11-23 08:30:00.25+00}. */
  static boolean instant(byte[] text, int from, int length, JsonBuffer json) {
    int local = length - 3;
    if (local < SECONDS
        || text[from + local] != '+'
        || text[from + local + 1] != '0'
        || text[from + local + 2] != '0'
        || !isTimestamp(text, from, local)) {
      return false;
    }
    json.raw('"').raw(text, from, DATE).raw('T').raw(text, from + DATE + 1, SECONDS - DATE - 1);
    json.raw('.').digits(micros(text, from, local), MICROS_DIGITS).raw('Z').raw('"');
    return true;
  }

  private static boolean isTimestamp(byte[] text, int from, int length) {
    if (length < SECONDS || length > MOST || !isDate(text, from) || text[from + DATE] != ' ') {
      return false;
    }
    for (int i = DATE + 1; i < length; i++) {
      byte expected = i == 13 || i == 16 ? (byte) ':' : i == SECONDS ? (byte) '.' : 0;
      byte b = text[from + i];
      if (expected == 0 ? !isDigit(b) : b != expected) {
        return false;
      }
    }
    return length != SECONDS + 1 && two(text, from + 11) < 24;
  }

  private static boolean isDate(byte[] text, int from) {
    for (int i = 0; i < DATE; i++) {
      byte b = text[from + i];
      if (i == 4 || i == 7 ? b != '-' : !isDigit(b)) {
        return false;
      }
    }
    return text[from] != '0';
  }

  private static long micros(byte[] text, int from, int length) {
    long micros = 0;
    for (int i = 0; i < MICROS_DIGITS; i++) {
      int at = SECONDS + 1 + i;
      micros = micros * 10 + (at < length ? text[from + at] - '0' : 0);
    }
    return micros;
  }

  private static int two(byte[] text, int at) {
    return (text[at] - '0') * 10 + text[at + 1] - '0';
  }

  private static long days(byte[] text, int from) {
    int year = two(text, from) * 100 + two(text, from + 2);
    return LocalDate.of(year, two(text, from + 5), two(text, from + 8)).toEpochDay();
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
