package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.clickhouse.Attempts.Attempt;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private final Attempts attempts = new Attempts();

  @Test
  void neverGivesANameTwice() {
    // When
    Attempt first = attempts.begin(1, List.of(event(0, 1)));
    attempts.ended(first);
    Attempt second = attempts.begin(1, List.of(event(0, 1)));

    // Then ClickHouse, which may have noted the first one and died, does not drop the second
    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(new Attempts().begin(1, List.of(event(0, 1))).token()).isNotEqualTo(first.token());
  }

  @Test
  void keepsWhatIsOpenOfEachConsumer() {
    // Given
    Attempt one = attempts.begin(1, List.of(event(0, 1), event(0, 2)));
    Attempt other = attempts.begin(1, List.of(event(1, 1)));

    // When the other one's has landed
    attempts.ended(other);

    // Then
    assertThat(attempts.of(List.of(event(1, 2)))).isEmpty();
    assertThat(attempts.of(List.of(event(0, 1), event(0, 2), event(0, 3)))).containsExactly(one);
  }

  @Test
  void forgetsWhatIsAskedForNoMore() {
    // Given
    attempts.begin(1, List.of(event(0, 1)));

    // When a batch of the same partition is another one
    assertThat(attempts.of(List.of(event(0, 9)))).isEmpty();

    // Then
    assertThat(attempts.of(List.of(event(0, 1)))).isEmpty();
  }

  private static ConsumerRecord<byte[], byte[]> event(int partition, long offset) {
    return new ConsumerRecord<>("t", partition, offset, new byte[0], new byte[0]);
  }
}
