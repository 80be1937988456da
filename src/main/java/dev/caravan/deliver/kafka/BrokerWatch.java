package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliveryException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;

/** Says when Kafka cannot be read, for polling goes on in silence while no broker is connected. */
final class BrokerWatch {

  private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final Subscription subscription;
  private final Standing standing;
  private boolean unreadable;
  private boolean connected;
  private long lookAt;

  BrokerWatch(Subscription subscription, Standing standing) {
    this.subscription = subscription;
    this.standing = standing;
  }

  /** A client was made, which gets its time to connect. */
  void begin() {
    lookAt = System.nanoTime() + LOOK_EVERY;
    connected = true;
  }

  void failed(Throwable error) {
    unreadable = true;
    standing.failed("reading " + subscription, error);
  }

  /** Looks now and then; true when Kafka can be read again after it could not. */
  boolean recovers(Consumer<?, ?> client, boolean gotEvents) {
    standing.beat();
    long now = System.nanoTime();
    if (now - lookAt >= 0) {
      lookAt = now + LOOK_EVERY;
      connected = Brokers.connections(client) > 0;
      if (!connected) {
        failed(new DeliveryException("no Kafka broker answers"));
      }
    }
    if (unreadable && (connected || gotEvents)) {
      unreadable = false;
      standing.recovered();
      return true;
    }
    return false;
  }
}
