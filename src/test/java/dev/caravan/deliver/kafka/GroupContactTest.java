package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class GroupContactTest {

  private static final Duration LIMIT = Duration.ofMillis(300);

  private final AtomicReference<Double> answers = new AtomicReference<>(0.0);
  private final AtomicReference<Double> slowest = new AtomicReference<>(Double.NaN);
  private final GroupContact contact =
      new GroupContact(metric("total", answers), metric("slowest", slowest), LIMIT);

  @Test
  void isLostWithoutAnswers() {
    // When
    contact.look();

    // Then
    await().atMost(Duration.ofSeconds(5)).until(contact::isLost);
    contact.look();
    assertThat(contact.isLost()).isTrue();
  }

  @Test
  void isThereAgainAfterAnAnswer() {
    // Given
    await().atMost(Duration.ofSeconds(5)).until(contact::isLost);
    contact.look();

    // When
    answer(1.0);
    contact.look();

    // Then
    assertThat(contact.isLost()).isFalse();
  }

  @Test
  void countsFromTheTimeAnAnswerWasAskedFor() {
    // Given
    await().atMost(Duration.ofSeconds(5)).until(contact::isLost);
    contact.look();

    // When one comes that took longer than the session may
    answer(20_000.0);
    contact.look();

    // Then
    assertThat(contact.isLost()).isTrue();
  }

  @Test
  void countsFromTheLookBeforeTheAnswer() {
    // Given a thread that was frozen since it looked
    await().atMost(Duration.ofSeconds(5)).until(contact::isLost);

    // When
    answer(1.0);
    contact.look();

    // Then
    assertThat(contact.isLost()).isTrue();
  }

  @Test
  void isThereAgainWhenTheGroupGivesPartitions() {
    // Given
    await().atMost(Duration.ofSeconds(5)).until(contact::isLost);
    contact.look();

    // When
    contact.joined();

    // Then
    assertThat(contact.isLost()).isFalse();
  }

  @Test
  void leavesAnInsertTheTimeToArrive() {
    // Given
    Properties properties = new Properties();
    properties.put("session.timeout.ms", "8000");
    properties.put("heartbeat.interval.ms", 1000);

    // When
    Duration limit = GroupContact.limit(properties);

    // Then
    assertThat(limit).isEqualTo(Duration.ofSeconds(6));
  }

  private void answer(double millis) {
    slowest.set(millis);
    answers.updateAndGet(count -> count + 1);
  }

  private static Metric metric(String name, AtomicReference<Double> value) {
    return new Metric() {
      @Override
      public MetricName metricName() {
        return new MetricName(name, "group", "", Map.of());
      }

      @Override
      public Object metricValue() {
        return value.get();
      }
    };
  }
}
