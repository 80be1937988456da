package dev.caravan.operate.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DependencyWatchTest {

  @Test
  void followsWhatItSees() {
    // Given
    AtomicReference<RuntimeException> answer = new AtomicReference<>();
    DependencyWatch watch =
        new DependencyWatch(
            "server",
            () -> {
              if (answer.get() != null) {
                throw answer.get();
              }
            });

    // When
    watch.start();

    // Then
    await().until(() -> watch.now().isUp());
    answer.set(new IllegalStateException("gone fishing"));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(watch.now().error()).isEqualTo("gone fishing"));
    answer.set(null);
    await().atMost(Duration.ofSeconds(10)).until(() -> watch.now().isUp());
    watch.stop();
  }

  @Test
  void answersWhileALookHangs() throws InterruptedException {
    // Given
    CountDownLatch hanging = new CountDownLatch(1);
    DependencyWatch watch =
        new DependencyWatch(
            "server",
            () -> {
              hanging.countDown();
              new CountDownLatch(1).await();
            });

    // When
    watch.start();
    hanging.await();

    // Then
    assertThat(watch.now().state()).isEqualTo(Dependency.State.UNKNOWN);
    watch.stop();
  }
}
