package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventPeekTest {

  @Test
  void findsWhatTheEnvelopeSaysWhateverAValueHolds() {
    // Given
    byte[] event =
        """
        {"before":null,"after":{"note":"\\"op\\":\\"d\\",\\"ts_us\\":1"},"source":{"ts_us":1795443642356983,"lsn":7},"op":"u","ts_us":5}"""
            .getBytes(StandardCharsets.UTF_8);

    // Then
    assertThat(EventPeek.op(event)).isEqualTo('u');
    assertThat(EventPeek.committedAt(event)).isEqualTo(1795443642356983L);
  }

  @Test
  void findsNothingInWhatIsNoEvent() {
    // Given
    byte[] event = "no event".getBytes(StandardCharsets.UTF_8);

    // Then
    assertThat((int) EventPeek.op(event)).isZero();
    assertThat(EventPeek.committedAt(event)).isEqualTo(-1);
  }
}
