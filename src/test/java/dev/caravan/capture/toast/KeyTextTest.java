package dev.caravan.capture.toast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.text.DateTimeText;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.ZonedTimestamp;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  @Test
  void writesWhatPostgresReads() {
    assertThat(KeyText.of(Schema.INT64_SCHEMA, -5L)).isEqualTo("-5");
    assertThat(KeyText.of(Schema.STRING_SCHEMA, "O'Neill")).isEqualTo("O'Neill");
    assertThat(KeyText.of(Schema.BOOLEAN_SCHEMA, true)).isEqualTo("true");
    assertThat(KeyText.of(Schema.BYTES_SCHEMA, new byte[] {0, -1})).isEqualTo("\\x00ff");
    assertThat(KeyText.of(Date.schema(), 20_780)).isEqualTo("2026-11-23");
    assertThat(KeyText.of(MicroTime.schema(), 1L)).isEqualTo("00:00:00.000001");
    assertThat(KeyText.of(MicroTimestamp.schema(), DateTimeText.TIMESTAMP_INFINITY))
        .isEqualTo("infinity");
  }

  @Test
  void writesInstantsOfAnyYear() {
    // Given
    Schema instant = ZonedTimestamp.schema();

    // Then
    assertThat(KeyText.of(instant, DateTimeText.instant("2026-11-23 08:30:00.25+00")))
        .isEqualTo("2026-11-23T08:30:00.250000Z");
    assertThat(KeyText.of(instant, DateTimeText.instant("12026-11-23 08:30:00+00")))
        .isEqualTo("12026-11-23 08:30:00+00");
    assertThat(KeyText.of(instant, "-infinity")).isEqualTo("-infinity");
    assertThat(KeyText.of(instant, DateTimeText.instant("0044-03-15 00:00:00+00 BC")))
        .isEqualTo("0044-03-15 00:00:00+00 BC");
  }
}
