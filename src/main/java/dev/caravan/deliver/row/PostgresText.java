package dev.caravan.deliver.row;

import dev.caravan.change.text.DateTimeText;
import dev.caravan.change.text.FloatText;
import java.time.OffsetDateTime;

/** How an event's value becomes the text PostgreSQL writes for it. */
public enum PostgresText {
  /** {@code 2026-11-23}, {@code 0044-03-15 BC}, {@code infinity} */
  DATE {
    @Override
    String of(JsonValue value) {
      return DateTimeText.date(Math.toIntExact(value.whole()));
    }
  },
  /** {@code 09:30:00.25}, {@code 24:00:00} */
  TIME {
    @Override
    String of(JsonValue value) {
      long micros = value.whole();
      if (micros < 0 || micros > DAY) {
        throw new UnfitValueException(micros + " microseconds after midnight are no time of day");
      }
      return DateTimeText.time(micros);
    }
  },
  /** {@code 2026-11-23 09:30:00.25}, {@code -infinity} */
  TIMESTAMP {
    @Override
    String of(JsonValue value) {
      long micros = value.whole();
      if (micros == DateTimeText.TIMESTAMP_BEYOND) {
        throw new UnfitValueException(
            "the timestamp is after the year 294246, and the event does not say when");
      }
      return DateTimeText.timestamp(micros);
    }
  },
  /** {@code 2026-11-23 08:30:00.25+00}, in UTC */
  INSTANT {
    @Override
    String of(JsonValue value) {
      String iso = value.text();
      return iso.endsWith("infinity") ? iso : instant(iso);
    }
  },
  /** A {@code real}: {@code 1.5}, {@code 1e+20}, {@code NaN} */
  REAL {
    @Override
    String of(JsonValue value) {
      return FloatText.of(Float.parseFloat(value.text()));
    }
  },
  /** A {@code double precision}: {@code 1.5}, {@code 1e+20}, {@code NaN} */
  DOUBLE {
    @Override
    String of(JsonValue value) {
      return FloatText.of(Double.parseDouble(value.text()));
    }
  };

  private static final long DAY = 86_400_000_000L;

  abstract String of(JsonValue value);

  private static String instant(String iso) {
    OffsetDateTime time = OffsetDateTime.parse(iso);
    return DateTimeText.date(Math.toIntExact(time.toLocalDate().toEpochDay())).replace(" BC", "")
        + ' '
        + DateTimeText.time(time.toLocalTime().toNanoOfDay() / 1000)
        + "+00"
        + (time.getYear() > 0 ? "" : " BC");
  }
}
