package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.PartlyRefusedException;
import dev.caravan.deliver.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
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

  /** The longest wait for a remedy, so that delivery goes on soon after it. */
  private static final Duration REMEDY_WAIT = Duration.ofSeconds(5);

  private final Supplier<Consumer<byte[], byte[]>> clients;
  private final Subscription subscription;
  private final Held held;
  private final Backoff backoff;
  private final Delivery delivery;
  private final Standing standing;
  private final BrokerWatch brokers;
  private final HandOver handOver = new HandOver();
  private final Duration contactLimit;

  private volatile boolean stopping;
  private volatile long lag;
  private volatile Consumer<byte[], byte[]> client;
  private Commits commits;
  private GroupContact contact;
  private long assignment;
  private boolean delivered;
  private long readyAt;

  BatchLoop(
      Supplier<Consumer<byte[], byte[]>> clients,
      Subscription subscription,
      BatchLimits limits,
      Backoff backoff,
      Delivery delivery,
      Standing standing,
      Duration contactLimit) {
    this.clients = clients;
    this.subscription = subscription;
    this.held = new Held(limits);
    this.backoff = backoff;
    this.delivery = delivery;
    this.standing = standing;
    this.brokers = new BrokerWatch(subscription, standing.another());
    this.contactLimit = contactLimit;
  }

  /** Events behind the end of the partitions this loop has, those being delivered included. */
  long lag() {
    return lag;
  }

  /**
   * Ends the loop once the batch in flight is done or has had its time.
   *
   * @param within how long that may take
   */
  void stop(Duration within) {
    handOver.within(within);
    stopping = true;
    Consumer<byte[], byte[]> current = client;
    if (current != null) {
      current.wakeup();
    }
  }

  boolean isStopping() {
    return stopping;
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        client = clients.get();
        commits = new Commits(client);
        contact = new GroupContact(client, contactLimit);
        brokers.begin();
        subscription.start(client, new Rebalance(client, held, commits, handOver, this::assigned));
        readAndLeave();
      } catch (InterruptException | InterruptedException e) {
        stopping = true;
      } catch (RuntimeException | Error e) {
        // Errors too: a thread that ended silently would look like a table without changes.
        brokers.failed(e);
        held.abandon();
        pause(backoff.next());
      } finally {
        client = null;
      }
    }
    held.abandon();
  }

  private void readAndLeave() throws InterruptedException {
    try {
      read();
    } finally {
      client.close(handOver.leaving());
    }
  }

  private void read() throws InterruptedException {
    try {
      while (!stopping) {
        settle();
        dispatch();
        throttle();
        contact.look();
        ConsumerRecords<byte[], byte[]> polled = client.poll(Duration.ofNanos(pollTime()));
        if (brokers.recovers(client, !polled.isEmpty())) {
          backoff.reset();
        }
        if (!polled.isEmpty()) {
          held.gathering().add(polled, System.nanoTime());
        } else if (held.isEmpty()) {
          commits.passMarkers();
        }
        lag = commits.behind() + held.size();
      }
    } catch (WakeupException e) {
      LOG.debug("Woken up to stop reading {}", subscription);
    }
    InFlight inFlight = held.inFlight();
    if (inFlight != null && inFlight.landsWithin(handOver.landing())) {
      commits.landed(inFlight.nextOffsets());
      held.landed();
    }
    // It has had its time; leaving the group must not wait for it once more.
    held.abandon();
    commits.flush(client.assignment(), handOver.commit());
  }

  /** Looks how the batch in flight has ended, and tries it again when its wait is over. */
  private void settle() throws InterruptedException {
    InFlight inFlight = held.inFlight();
    if (inFlight == null || inFlight.isRunning()) {
      return;
    }
    if (inFlight.isWaiting()) {
      if (System.nanoTime() - inFlight.retryAt() >= 0) {
        start(inFlight);
      }
      return;
    }
    Throwable failure = inFlight.failure();
    if (failure != null) {
      retryLater(inFlight, failure);
      return;
    }
    standing.recovered();
    backoff.reset();
    if (inFlight.size() > 0) {
      standing.delivered();
      delivered = true;
      commits.landed(inFlight.nextOffsets());
    }
    held.landed();
  }

  private void retryLater(InFlight inFlight, Throwable failure) {
    standing.failed(inFlight.describe(), failure);
    Duration wait =
        failure instanceof RefusedException ? backoff.next(REMEDY_WAIT) : backoff.next();
    long at = System.nanoTime() + wait.toNanos();
    if (failure instanceof PartlyRefusedException part) {
      Map<TopicPartition, Long> next = InFlight.nextOffsets(part.landed());
      commits.landed(next);
      held.fly(inFlight.without(next));
      held.inFlight().retryAt(at);
    } else if (inFlight.size() > 0) {
      inFlight.retryAt(at);
    } else {
      // Events may be of a shape the table takes though it is not ready for the newest.
      held.landed();
      readyAt = at;
    }
  }

  private void dispatch() {
    if (held.inFlight() != null || client.assignment().isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    if (held.gathering().isDue(now)) {
      fly(held.gathering().take());
    } else if (!delivered && now - readyAt >= 0 && held.isEmpty() && commits.areAtEnd()) {
      // An empty table is wanted in ClickHouse too, and its shape may be announced at any time. Not
      // while older events wait, whose own shape the table must begin with: what they hold is in
      // line with that one only.
      readyAt = now + READY_EVERY;
      fly(List.of());
    }
  }

  private void fly(List<ConsumerRecord<byte[], byte[]>> records) {
    InFlight batch = new InFlight(assignment, topics(), records, contact::isLost);
    held.fly(batch);
    start(batch);
  }

  /**
   * Starts the delivery of the batch. That of a TRUNCATE takes away the rows by which a deliverer
   * sees what has landed. So nobody may ever read the events before it again, or they would be
   * inserted anew: Kafka must have their offsets before the rows go.
   */
  private void start(InFlight batch) {
    if (batch.truncates()) {
      try {
        commits.settle(batch.firstOffsets());
      } catch (WakeupException | InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        retryLater(
            batch,
            new DeliveryException("what came before it cannot be committed: " + e.getMessage(), e));
        return;
      }
    }
    batch.start(delivery);
  }

  private void assigned() {
    assignment = ASSIGNMENTS.incrementAndGet();
    contact.joined();
    readyAt = System.nanoTime();
    standing.joined();
    if (held.inFlight() == null) {
      // What could not be delivered has gone with its partitions, and is another's by now.
      standing.recovered();
    }
  }

  private void throttle() {
    Set<TopicPartition> paused = client.paused();
    if (held.gathering().isFull()) {
      if (paused.size() < client.assignment().size()) {
        client.pause(client.assignment());
      }
    } else if (!paused.isEmpty()) {
      client.resume(paused);
    }
  }

  private long pollTime() {
    if (held.inFlight() != null) {
      return BUSY_POLL;
    }
    long now = System.nanoTime();
    return held.isEmpty()
        ? IDLE_POLL
        : Math.max(0, Math.min(held.gathering().remaining(now), IDLE_POLL));
  }

  private Set<String> topics() {
    return client.assignment().stream().map(TopicPartition::topic).collect(Collectors.toSet());
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
}
