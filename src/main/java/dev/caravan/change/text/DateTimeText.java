package dev.caravan.change.text;

import java.time.LocalDate;

/**
 * PostgreSQL's text of dates and times ({@code DateStyle} ISO), with every value PostgreSQL can
 * hold: years before Christ and beyond 9999, and the infinities.
 *
 * @see <a href="https://www.postgresql.org/docs/16/datatype-datetime.html">Date/Time Types</a>
 */
public final class DateTimeText {

  /** Days that stand for a date of {@code infinity}, as PostgreSQL has it inside. */
  public static final int DATE_INFINITY = Integer.MAX_VALUE;

  /** Days that stand for a date of {@code -infinity}. */
  public static final int DATE_NEGATIVE_INFINITY = Integer.MIN_VALUE;

  /** Microseconds that stand for a timestamp of {@code infinity}, as Debezium and JDBC have it. */
  public static final long TIMESTAMP_INFINITY = 9_223_372_036_825_200_000L;

  /** Microseconds that stand for a timestamp of {@code -infinity}. */
  public static final long TIMESTAMP_NEGATIVE_INFINITY = -9_223_372_036_832_400_000L;

  /**
   * Microseconds that stand for a timestamp too far away to be counted in 64 bits of microseconds
   * from 1970: one after the year 294246.
   */
  public static final long TIMESTAMP_BEYOND = Long.MAX_VALUE;

  private static final String INFINITY = "infinity";
  private static final String NEGATIVE_INFINITY = "-infinity";
  private static final long MICROS = 1_000_000;
  private static final long DAY = 86_400 * MICROS;

  private DateTimeText() {}

  /** Days since 1970-01-01 of {@code 2026-11-23}, {@code 0044-03-15 BC}, {@code infinity}. */
  public static int days(String text) {
    return switch (text) {
      case INFINITY -> DATE_INFINITY;
      case NEGATIVE_INFINITY -> DATE_NEGATIVE_INFINITY;
      default -> (int) new Reader(text).date();
    };
  }

  /** The date {@code days} after 1970-01-01. */
  public static String date(int days) {
    return switch (days) {
      case DATE_INFINITY -> INFINITY;
      case DATE_NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
      default -> {
        LocalDate date = LocalDate.ofEpochDay(days);
        yield date(date) + era(date);
      }
    };
  }

  /** Microseconds since 1970-01-01 00:00 of {@code 2026-11-23 09:30:00.25}, {@code infinity}. */
  public static long micros(String text) {
    return switch (text) {
      case INFINITY -> TIMESTAMP_INFINITY;
      case NEGATIVE_INFINITY -> TIMESTAMP_NEGATIVE_INFINITY;
      default -> new Reader(text).timestamp();
    };
  }

  /** The timestamp {@code micros} after 1970-01-01 00:00. */
  public static String timestamp(long micros) {
    if (micros == TIMESTAMP_INFINITY) {
      return INFINITY;
    }
    if (micros == TIMESTAMP_NEGATIVE_INFINITY) {
      return NEGATIVE_INFINITY;
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, DAY));
    return date(date) + ' ' + time(Math.floorMod(micros, DAY)) + era(date);
  }

  /** Microseconds since midnight of {@code 09:30:00.25}, {@code 24:00:00}. */
  public static long timeMicros(String text) {
    return new Reader(text).time();
  }

  /** The time of day {@code micros} after midnight. */
  public static String time(long micros) {
    StringBuilder text = new StringBuilder(15);
    long seconds = micros / MICROS;
    two(text, seconds / 3600).append(':');
    two(text, seconds / 60 % 60).append(':');
    two(text, seconds % 60);
    long fraction = micros % MICROS;
    if (fraction != 0) {
      text.append('.').append(Long.toString(MICROS + fraction), 1, 7);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }

  /**
   * A timestamp with time zone in UTC as ISO 8601: {@code 2026-11-23T08:30:00.250000Z} for {@code
   * 2026-11-23 09:30:00.25+01}; the infinities as PostgreSQL writes them.
   */
  public static String instant(String text) {
    if (text.endsWith(INFINITY)) {
      return text;
    }
    Reader reader = new Reader(text);
    long day = reader.date();
    reader.skip(1);
    long micros = reader.time() - reader.zoneSeconds() * MICROS;
    LocalDate date = LocalDate.ofEpochDay(day + Math.floorDiv(micros, DAY));
    long ofDay = Math.floorMod(micros, DAY);
    StringBuilder iso = new StringBuilder(32).append(date).append('T');
    long seconds = ofDay / MICROS;
    two(iso, seconds / 3600).append(':');
    two(iso, seconds / 60 % 60).append(':');
    two(iso, seconds % 60).append('.').append(Long.toString(MICROS + ofDay % MICROS), 1, 7);
    return iso.append('Z').toString();
  }

  private static String date(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    StringBuilder text = new StringBuilder(10);
    for (int digits = Integer.toString(year).length(); digits < 4; digits++) {
      text.append('0');
    }
    text.append(year).append('-');
    two(text, date.getMonthValue()).append('-');
    return two(text, date.getDayOfMonth()).toString();
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  private static StringBuilder two(StringBuilder text, long number) {
    return text.append(number < 10 ? "0" : "").append(number);
  }

  private static final class Reader {

    private final String text;
    private final boolean beforeChrist;
    private int at;

    Reader(String text) {
      this.text = text;
      this.beforeChrist = text.endsWith(" BC");
    }

    long timestamp() {
      long day = date();
      skip(1);
      try {
        return Math.addExact(Math.multiplyExact(day, DAY), time());
      } catch (ArithmeticException e) {
        return TIMESTAMP_BEYOND;
      }
    }

    long date() {
      int year = (int) number();
      skip(1);
      int month = (int) number();
      skip(1);
      int day = (int) number();
      return LocalDate.of(beforeChrist ? 1 - year : year, month, day).toEpochDay();
    }

    long time() {
      long hours = number();
      skip(1);
      long minutes = number();
      skip(1);
      long micros = (hours * 3600 + minutes * 60 + number()) * MICROS;
      if (at < text.length() && text.charAt(at) == '.') {
        long unit = MICROS;
        for (at++; at < text.length() && isDigit(text.charAt(at)); at++) {
          unit /= 10;
          micros += unit * (text.charAt(at) - '0');
        }
      }
      return micros;
    }

    /** {@code +02}, {@code -05:30}, {@code +01:34:52}. */
    long zoneSeconds() {
      boolean west = text.charAt(at) == '-';
      long seconds = 0;
      for (long unit = 3600; at < text.length() && text.charAt(at) != ' '; unit /= 60) {
        skip(1);
        seconds += number() * unit;
      }
      return west ? -seconds : seconds;
    }

    void skip(int characters) {
      at += characters;
    }

    private long number() {
      long number = 0;
      int start = at;
      for (; at < text.length() && isDigit(text.charAt(at)); at++) {
        number = number * 10 + (text.charAt(at) - '0');
      }
      if (at == start) {
        throw new IllegalArgumentException("'" + text + "' is no date or time of PostgreSQL's");
      }
      return number;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
