package dev.caravan.change.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23",
        "0001-01-01",
        "9999-12-31",
        "0044-03-15 BC",
        "4713-11-24 BC",
        "5874897-12-31",
        "infinity",
        "-infinity"
      })
  void aDateIsWrittenAsItWasRead(String text) {
    assertThat(DateTimeText.date(DateTimeText.days(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23 09:30:00",
        "1969-12-31 23:59:59.999999",
        "0001-01-01 00:00:00.000001",
        "9999-12-31 23:59:59.999",
        "0044-03-15 12:00:00 BC",
        "4713-01-01 00:00:00 BC",
        "infinity",
        "-infinity"
      })
  void aTimestampIsWrittenAsItWasRead(String text) {
    assertThat(DateTimeText.timestamp(DateTimeText.micros(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00:00:00", "09:30:00.25", "23:59:59.999999", "24:00:00"})
  void aTimeIsWrittenAsItWasRead(String text) {
    assertThat(DateTimeText.time(DateTimeText.timeMicros(text))).isEqualTo(text);
  }

  @Test
  void countsFrom1970() {
    assertThat(DateTimeText.days("2026-11-23"))
        .isEqualTo((int) LocalDate.of(2026, 11, 23).toEpochDay());
    assertThat(DateTimeText.micros("2026-11-23 09:30:00.25"))
        .isEqualTo(
            LocalDateTime.of(2026, 11, 23, 9, 30).toEpochSecond(ZoneOffset.UTC) * 1_000_000
                + 250_000);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23 09:30:00.25+01, 2026-11-23T08:30:00.250000Z",
    "2026-11-23 00:30:00+01, 2026-11-22T23:30:00.000000Z",
    "2026-11-23 09:30:00-05:30, 2026-11-23T15:00:00.000000Z",
    "1883-01-01 00:00:00+00:09:21, 1882-12-31T23:50:39.000000Z",
    "10000-01-01 00:00:00+00, +10000-01-01T00:00:00.000000Z",
    "0044-03-15 12:00:00+00 BC, -0043-03-15T12:00:00.000000Z",
    "infinity, infinity",
    "-infinity, -infinity"
  })
  void anInstantIsInUtc(String text, String iso) {
    assertThat(DateTimeText.instant(text)).isEqualTo(iso);
    if (!text.endsWith("infinity")) {
      assertThat(Instant.parse(iso)).isNotNull();
    }
  }

  @Test
  void aTimestampBeyond64BitsIsSaidToBe() {
    assertThat(DateTimeText.micros("294276-12-31 23:59:59"))
        .isEqualTo(DateTimeText.TIMESTAMP_BEYOND);
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> DateTimeText.days("tomorrow")).hasMessageContaining("'tomorrow'");
  }
}
