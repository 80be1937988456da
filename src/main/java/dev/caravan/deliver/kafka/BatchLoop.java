package dev.caravan.deliver.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
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
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long IDLE_POLL = 500 * MILLI;
  private static final long BUSY_POLL = 5 * MILLI;
  private static final long LAGS_EVERY = 1_000 * MILLI;

  private final Supplier<Consumer<byte[], byte[]>> clients;
  private final Subscription subscription;
  private final Held held;
  private final Backoff backoff;
  private final Delivery delivery;
  private final PoisonBurial burial;
  private final Standing standing;
  private final BrokerWatch brokers;
  private final Intake intake = new Intake();
  private final HandOver handOver = new HandOver();
  private final Duration contactLimit;
  private final PartitionLags lags;
  private long lagsDue = System.nanoTime();

  private volatile boolean stopping;
  private volatile long lag;
  private volatile Consumer<byte[], byte[]> client;
  private Commits commits;
  private GroupContact contact;
  private Flights flights;

  BatchLoop(
      Supplier<Consumer<byte[], byte[]>> clients,
      Subscription subscription,
      Held held,
      Backoff backoff,
      Delivery delivery,
      PoisonBurial burial,
      Standing standing,
      Duration contactLimit,
      PartitionLags lags) {
    this.clients = clients;
    this.subscription = subscription;
    this.held = held;
    this.backoff = backoff;
    this.delivery = delivery;
    this.burial = burial;
    this.standing = standing;
    this.brokers = new BrokerWatch(subscription, standing.another());
    this.contactLimit = contactLimit;
    this.lags = lags;
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
    held.account();
    burial.close();
  }

  private void readAndLeave() throws InterruptedException {
    try {
      commits = new Commits(client);
      contact = new GroupContact(client, contactLimit);
      brokers.begin();
      flights = new Flights(client, commits, contact, held, delivery, burial, standing, backoff);
      subscription.start(client, new Rebalance(client, held, commits, handOver, flights));
      read();
    } finally {
      lags.tell(this, Map.of());
      client.close(handOver.leaving());
    }
  }

  private void read() throws InterruptedException {
    try {
      while (!stopping) {
        flights.settle();
        flights.dispatch();
        throttle();
        contact.look();
        ConsumerRecords<byte[], byte[]> polled = client.poll(Duration.ofNanos(pollTime()));
        if (brokers.recovers(client, !polled.isEmpty())) {
          backoff.reset();
        }
        if (!polled.isEmpty()) {
          held.gathering().add(intake.take(polled, commits.notes()), System.nanoTime());
        } else if (held.isEmpty()) {
          commits.passMarkers();
        }
        long behind = commits.behind();
        held.pace().behind(behind);
        lag = behind + held.size();
        tellLags();
        held.account();
      }
    } catch (WakeupException e) {
      LOG.debug("Woken up to stop reading {}", subscription);
    }
    InFlight inFlight = held.inFlight();
    if (inFlight != null && inFlight.landsWithin(handOver.landing())) {
      flights.landed(inFlight);
    }
    // It has had its time; leaving the group must not wait for it once more.
    held.abandon();
    commits.flush(client.assignment(), handOver.commit());
  }

  /** Now and then: nobody scrapes more often. */
  private void tellLags() {
    long now = System.nanoTime();
    if (now - lagsDue >= 0) {
      lagsDue = now + LAGS_EVERY;
      lags.tell(this, commits.undelivered());
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
