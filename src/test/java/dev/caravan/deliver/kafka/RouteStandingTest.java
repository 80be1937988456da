package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Pulse;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.RouteDelivery;
import dev.caravan.deliver.RouteDelivery.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteStandingTest {

  private final DeliverState state = new DeliverState();
  private final DeliverMeters meters = new DeliverMeters(new SimpleMeterRegistry());
  private final RouteStanding route =
      new RouteStanding(
          "orders", "topic", state, meters.retries("orders"), meters.rebalances("orders"));
  private final Standing first = new Standing(route, new Pulse());
  private final Standing second = new Standing(route, new Pulse());

  @BeforeEach
  void start() {
    state.started("orders", "topic", List.of());
  }

  private RouteDelivery shown() {
    return state.snapshot().get(0);
  }

  @Test
  void oneLoopThatGoesOnDoesNotHideAnotherThatWaits() {
    // Given
    first.failed("a batch", new DeliveryException("ClickHouse is away"));
    second.failed("a batch", new DeliveryException("ClickHouse is away"));

    // When
    second.recovered();

    // Then
    assertThat(shown().status()).isEqualTo(Status.WAITING);
    assertThat(route.waiting()).isEqualTo(1);
    first.recovered();
    assertThat(shown().status()).isEqualTo(Status.RUNNING);
    assertThat(route.waiting()).isZero();
  }

  @Test
  void whatNeedsSomebodyIsShownFirst() {
    // Given
    first.failed("a batch", new DeliveryException("ClickHouse is away"));

    // When
    second.failed("a batch", new RefusedException("drop the column", null));

    // Then
    assertThat(shown().status()).isEqualTo(Status.STOPPED);
    assertThat(shown().lastError()).isEqualTo("drop the column");
    assertThat(route.stopped()).isEqualTo(1);
    assertThat(route.waiting()).isZero();
  }

  @Test
  void aReaderThatGoesOnDoesNotHideABatchThatWaits() {
    // Given
    Standing reading = first.another();
    first.failed("a batch", new DeliveryException("ClickHouse is away"));
    reading.failed("reading", new DeliveryException("no broker"));

    // When
    reading.recovered();

    // Then
    assertThat(shown().lastError()).contains("ClickHouse is away");
    assertThat(shown().status()).isEqualTo(Status.WAITING);
  }

  @Test
  void whatGoesOnWithoutTroubleChangesNothing() {
    // Given
    first.failed("a batch", new DeliveryException("ClickHouse is away"));

    // When
    second.recovered();

    // Then
    assertThat(shown().status()).isEqualTo(Status.WAITING);
  }

  @Test
  void countsEachFailedTryAndEachTimePartitionsCame() {
    // When
    first.failed("a batch", new DeliveryException("ClickHouse is away"));
    first.failed("a batch", new DeliveryException("ClickHouse is away"));
    first.recovered();
    second.joined();

    // Then
    assertThat(meters.retries("orders").count()).isEqualTo(2);
    assertThat(meters.rebalances("orders").count()).isEqualTo(1);
  }
}
