package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.PartlyRefusedException;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.deadletter.PoisonException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Sends batches off one after the other, and sees to how each ends: it has landed, it is tried
 * again, or some of its rows cannot land and it goes on without them.
 */
final class Flights {

  private static final AtomicLong ASSIGNMENTS = new AtomicLong();
  private static final long READY_EVERY = TimeUnit.SECONDS.toNanos(10);

  /** The longest wait for a remedy, so that delivery goes on soon after it. */
  private static final Duration REMEDY_WAIT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> client;
  private final Commits commits;
  private final GroupContact contact;
  private final Held held;
  private final Delivery delivery;
  private final PoisonBurial burial;
  private final Standing standing;
  private final Backoff backoff;
  private long assignment;
  private boolean delivered;
  private boolean full;
  private long readyAt;

  Flights(
      Consumer<byte[], byte[]> client,
      Commits commits,
      GroupContact contact,
      Held held,
      Delivery delivery,
      PoisonBurial burial,
      Standing standing,
      Backoff backoff) {
    this.client = client;
    this.commits = commits;
    this.contact = contact;
    this.held = held;
    this.delivery = delivery;
    this.burial = burial;
    this.standing = standing;
    this.backoff = backoff;
  }

  /** Partitions have come. */
  void assigned() {
    assignment = ASSIGNMENTS.incrementAndGet();
    contact.joined();
    readyAt = System.nanoTime();
    held.pace().assigned(readyAt);
    standing.joined();
    if (held.inFlight() == null) {
      // What could not be delivered has gone with its partitions, and is another's by now.
      standing.recovered();
      burial.abandoned();
    }
  }

  /** Looks how the batch in flight has ended, and tries it again when its wait is over. */
  void settle() throws InterruptedException {
    InFlight inFlight = held.inFlight();
    if (inFlight == null || inFlight.isRunning()) {
      return;
    }
    if (inFlight.isWaiting()) {
      if (System.nanoTime() - inFlight.retryAt() >= 0) {
        startAgain(inFlight);
      }
      return;
    }
    Throwable failure = inFlight.failure();
    if (failure == null) {
      landed(inFlight);
    } else if (failure instanceof PoisonException poison) {
      bury(without(poison.landed()), poison);
    } else {
      InFlight left =
          failure instanceof PartlyRefusedException part ? without(part.landed()) : inFlight;
      retryLater(left, failure);
    }
  }

  /** Sends the next batch off, when there is one and none is in flight. */
  void dispatch() {
    if (held.inFlight() != null || client.assignment().isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    if (held.gathering().isDue(now)) {
      full = held.gathering().isFull();
      List<ConsumerRecord<byte[], byte[]>> records = held.gathering().take();
      fly(records, InFlight.nextOffsets(records));
    } else if (!delivered && now - readyAt >= 0 && held.isEmpty() && commits.areAtEnd()) {
      // An empty table is wanted, too, and its shape may be announced at any time. Not while older
      // events wait, whose own shape the table must begin with.
      readyAt = now + READY_EVERY;
      fly(List.of(), Map.of());
    }
  }

  /** Notes that the batch in flight has landed. */
  void landed(InFlight inFlight) {
    standing.recovered();
    backoff.reset();
    if (inFlight.size() > 0) {
      held.pace().ended(System.nanoTime(), full);
      standing.delivered();
      delivered = true;
      burial.landed();
      if (inFlight.truncates()) {
        commits.notes().truncated(inFlight.records());
      }
    }
    if (!inFlight.nextOffsets().isEmpty()) {
      commits.landed(inFlight.nextOffsets());
    }
    held.landed();
  }

  private void fly(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> next) {
    var truncated = commits.notes().truncated();
    InFlight batch =
        new InFlight(assignment, client.assignment(), records, truncated, next, contact::isLost);
    held.fly(batch);
    start(batch);
  }

  /**
   * Starts the delivery of a batch. That of a TRUNCATE takes away the rows by which a deliverer
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
    if (batch.size() > 0) {
      held.pace().began(System.nanoTime());
    }
    batch.start(delivery);
  }

  /** Not before it is known which of its rows are dead letters already, or they could land too. */
  private void startAgain(InFlight batch) {
    if (!commits.areInDoubt()) {
      start(batch);
      return;
    }
    try {
      commits.resolve();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      retryLater(
          batch,
          new DeliveryException("what became of dead letters is not known: " + e.getMessage(), e));
      return;
    }
    List<ConsumerRecord<byte[], byte[]>> left =
        batch.records().stream().filter(each -> !commits.isDealtWith(each)).toList();
    if (left.isEmpty()) {
      commits.landed(batch.nextOffsets());
      held.landed();
    } else {
      fly(left, batch.nextOffsets());
    }
  }

  /** The batch in flight without what has landed of it. */
  private InFlight without(List<ConsumerRecord<byte[], byte[]>> landed) {
    if (!landed.isEmpty()) {
      Map<TopicPartition, Long> next = InFlight.nextOffsets(landed);
      commits.landed(next);
      burial.landed();
      held.fly(held.inFlight().without(next));
    }
    return held.inFlight();
  }

  /** Makes the rows that cannot land dead letters, and sends off what is left of the batch. */
  private void bury(InFlight batch, PoisonException poison) {
    PoisonCut cut;
    try {
      cut = burial.bury(batch, poison.rows(), client, commits);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      retryLater(
          batch, new DeliveryException("dead letters cannot be written: " + e.getMessage(), e));
      return;
    } catch (DeliveryException e) {
      retryLater(batch, e);
      return;
    }
    standing.recovered();
    backoff.reset();
    held.gathering().putBack(cut.later());
    if (cut.rest().isEmpty()) {
      commits.landed(cut.restNext());
      held.landed();
    } else {
      fly(cut.rest(), cut.restNext());
    }
  }

  private void retryLater(InFlight inFlight, Throwable failure) {
    standing.failed(inFlight.describe(), failure);
    Duration wait =
        failure instanceof RefusedException ? backoff.next(REMEDY_WAIT) : backoff.next();
    long at = System.nanoTime() + wait.toNanos();
    if (inFlight.size() > 0) {
      inFlight.retryAt(at);
    } else {
      // Events may be of a shape the table takes though it is not ready for the newest.
      held.landed();
      readyAt = at;
    }
  }
}
