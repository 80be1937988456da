package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliveryException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, gathers, delivers and commits, on one thread that never stops polling.
 *
 * <p>While a batch is delivered or waits for its next try, the following one is gathered and then
 * the partitions are paused; so at most two batches are held, and the consumer stays in its group
 * however long the delivery takes. An offset is committed only when its batch has landed.
 */
final class BatchLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);
  private static final AtomicLong ASSIGNMENTS = new AtomicLong();
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long IDLE_POLL = 500 * MILLI;
  private static final long BUSY_POLL = 5 * MILLI;
  private static final long READY_EVERY = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(5);
  private static final long HAND_OVER_MILLIS = 20_000;

  private final Supplier<Consumer<byte[], byte[]>> clients;
  private final Subscription subscription;
  private final Gathering gathering;
  private final Backoff backoff;
  private final Delivery delivery;
  private final Standing standing;

  private volatile boolean stopping;
  private volatile long lag;
  private volatile Consumer<byte[], byte[]> client;
  private Commits commits;
  private InFlight inFlight;
  private long assignment;
  private boolean delivered;
  private boolean unreadable;
  private boolean connected;
  private long lookAt;
  private long readyAt;

  BatchLoop(
      Supplier<Consumer<byte[], byte[]>> clients,
      Subscription subscription,
      BatchLimits limits,
      Backoff backoff,
      Delivery delivery,
      Standing standing) {
    this.clients = clients;
    this.subscription = subscription;
    this.gathering = new Gathering(limits);
    this.backoff = backoff;
    this.delivery = delivery;
    this.standing = standing;
  }

  /** Events behind the end of the partitions this loop has, those being delivered included. */
  long lag() {
    return lag;
  }

  /** Ends the loop once the batch in flight is done or has had its time. */
  void stop() {
    stopping = true;
    Consumer<byte[], byte[]> current = client;
    if (current != null) {
      current.wakeup();
    }
  }

  @Override
  public void run() {
    while (!stopping) {
      try (Consumer<byte[], byte[]> consumer = clients.get()) {
        client = consumer;
        commits = new Commits(consumer);
        lookAt = System.nanoTime() + LOOK_EVERY;
        connected = true;
        subscription.start(consumer, new Rebalance());
        read();
      } catch (InterruptException | InterruptedException e) {
        stopping = true;
      } catch (RuntimeException | Error e) {
        // Errors too: a thread that ended silently would look like a table without changes.
        unreadable = true;
        standing.failed("reading " + subscription, e);
        abandon();
        pause(backoff.next());
      } finally {
        client = null;
      }
    }
    abandon();
  }

  private void read() throws InterruptedException {
    try {
      while (!stopping) {
        settle();
        dispatch();
        throttle();
        ConsumerRecords<byte[], byte[]> polled = client.poll(Duration.ofNanos(pollTime()));
        lookForBrokers(!polled.isEmpty());
        if (polled.isEmpty() && inFlight == null && gathering.isEmpty()) {
          commits.passMarkers();
        } else if (!polled.isEmpty()) {
          gathering.add(polled, System.nanoTime());
        }
        lag = commits.behind() + gathering.size() + (inFlight == null ? 0 : inFlight.size());
      }
    } catch (WakeupException e) {
      LOG.debug("Woken up to stop reading {}", subscription);
    }
    if (inFlight != null && inFlight.landsWithin(HAND_OVER_MILLIS)) {
      commits.landed(inFlight.nextOffsets());
      inFlight = null;
    }
    commits.flush(client.assignment());
  }

  /** Says when no broker is connected, for polling goes on in silence then. */
  private void lookForBrokers(boolean gotEvents) {
    long now = System.nanoTime();
    if (now - lookAt >= 0) {
      lookAt = now + LOOK_EVERY;
      connected = Brokers.connections(client) > 0;
      if (!connected) {
        unreadable = true;
        standing.failed(
            "reading " + subscription, new DeliveryException("no Kafka broker answers"));
      }
    }
    if (unreadable && (connected || gotEvents)) {
      unreadable = false;
      backoff.reset();
      standing.recovered();
    }
  }

  /** Looks how the batch in flight has ended, and tries it again when its wait is over. */
  private void settle() throws InterruptedException {
    if (inFlight == null || inFlight.isRunning()) {
      return;
    }
    if (inFlight.isWaiting()) {
      if (System.nanoTime() - inFlight.retryAt() >= 0) {
        inFlight.start(delivery);
      }
      return;
    }
    Throwable failure = inFlight.failure();
    if (failure != null) {
      standing.failed(inFlight.describe(), failure);
      inFlight.retryAt(System.nanoTime() + backoff.next().toNanos());
      return;
    }
    standing.recovered();
    backoff.reset();
    if (inFlight.size() > 0) {
      standing.delivered();
      delivered = true;
      commits.landed(inFlight.nextOffsets());
    }
    inFlight = null;
  }

  private void dispatch() {
    if (inFlight != null || client.assignment().isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    if (gathering.isDue(now)) {
      inFlight = new InFlight(assignment, topics(), gathering.take());
      inFlight.start(delivery);
    } else if (!delivered && gathering.isEmpty() && now - readyAt >= 0) {
      // An empty table is wanted in ClickHouse too, and its shape may be announced at any time.
      readyAt = now + READY_EVERY;
      inFlight = new InFlight(assignment, topics(), List.of());
      inFlight.start(delivery);
    }
  }

  private void throttle() {
    Set<TopicPartition> paused = client.paused();
    if (gathering.isFull()) {
      if (paused.size() < client.assignment().size()) {
        client.pause(client.assignment());
      }
    } else if (!paused.isEmpty()) {
      client.resume(paused);
    }
  }

  private long pollTime() {
    if (inFlight != null) {
      return BUSY_POLL;
    }
    long now = System.nanoTime();
    return gathering.isEmpty()
        ? IDLE_POLL
        : Math.max(0, Math.min(gathering.remaining(now), IDLE_POLL));
  }

  private Set<String> topics() {
    return client.assignment().stream().map(TopicPartition::topic).collect(Collectors.toSet());
  }

  private void abandon() {
    if (inFlight != null) {
      inFlight.revoke();
      inFlight = null;
    }
    gathering.clear();
  }

  private void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!stopping && System.nanoTime() - end < 0) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /** Hands partitions over so that the next owner reads on where this one has landed. */
  private final class Rebalance implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      assignment = ASSIGNMENTS.incrementAndGet();
      readyAt = System.nanoTime();
      LOG.debug("Assigned {}", partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (partitions.isEmpty()) {
        return;
      }
      try {
        if (inFlight != null
            && inFlight.touches(partitions)
            && inFlight.landsWithin(HAND_OVER_MILLIS)) {
          commits.landed(inFlight.nextOffsets());
          inFlight = null;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      commits.flush(partitions);
      drop(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      drop(partitions);
    }

    /** Forgets what is held, and has the partitions that stay read again from there. */
    private void drop(Collection<TopicPartition> partitions) {
      Set<TopicPartition> kept = new HashSet<>(client.assignment());
      kept.removeAll(partitions);
      Map<TopicPartition, Long> again = gathering.firstOffsets(kept);
      gathering.clear();
      if (inFlight != null && inFlight.touches(partitions)) {
        again.putAll(Gathering.firstOffsets(inFlight.records(), kept));
        inFlight.revoke();
        inFlight = null;
      }
      again.forEach(client::seek);
      commits.forget(partitions);
    }
  }
}
