package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.deadletter.DeadLetters;
import dev.caravan.deliver.deadletter.PoisonLimits;
import dev.caravan.deliver.deadletter.PoisonRow;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings rows that cannot land to the dead-letter topic, once each, before others go on. */
final class PoisonBurial {

  private static final Logger LOG = LoggerFactory.getLogger(PoisonBurial.class);
  private static final long LOG_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final DeadLetters letters;
  private final PoisonLimits limits;
  private final Counter counter;
  private final String route;
  private boolean restIsOpen;
  private long unsaid;
  private long saidAt = System.nanoTime() - LOG_EVERY;

  PoisonBurial(DeadLetters letters, PoisonLimits limits, Counter counter, String route) {
    this.letters = letters;
    this.limits = limits;
    this.counter = counter;
    this.route = route;
  }

  /** Rows have landed. */
  void landed() {
    limits.landed();
    restIsOpen = false;
  }

  /** Whether the batch in flight lands is not learned any more, for it has been given up. */
  void abandoned() {
    if (restIsOpen) {
      // What is read next may begin with a row that cannot land. With a count nothing can reset the
      // table would be stopped for good, though the rows in between may have been fine.
      landed();
    }
  }

  /**
   * Returns when the rows are dead letters and the group's commits say so, as far as the limits
   * allow.
   *
   * @throws RefusedException when the first row is beyond the limits
   * @throws DeliveryException when Kafka has not taken them, or it is open whether it has; the same
   *     rows may then be given again
   */
  PoisonCut bury(
      InFlight batch, List<PoisonRow> rows, Consumer<byte[], byte[]> client, Commits commits) {
    restIsOpen = false;
    PoisonLimits.Allowance allowance = limits.allowance();
    PoisonCut cut = PoisonCut.of(batch, rows, allowance, commits.notes(), commits::isDealtWith);
    if (cut.isStuck()) {
      throw new RefusedException(limits.refusal(rows.get(0)));
    }
    if (!cut.letters().isEmpty()) {
      commits.await();
      // Until it is known what has become of it, another commit could take back what it says.
      commits.doubt(cut.offsets().keySet());
      letters.write(cut.letters(), commits.withDead(cut), client.groupMetadata());
      commits.trust();
      counter.increment(cut.letters().size());
      say(cut.letters());
    }
    limits.written(allowance);
    commits.buried(cut);
    restIsOpen = !cut.rest().isEmpty();
    return cut;
  }

  void close() {
    letters.close();
  }

  private void say(List<PoisonRow> written) {
    unsaid += written.size();
    long now = System.nanoTime();
    if (now - saidAt >= LOG_EVERY) {
      LOG.warn(
          "Route {}: {} events went to the dead-letter topic. One of them: {}",
          route,
          unsaid,
          written.get(0).describe());
      unsaid = 0;
      saidAt = now;
    }
  }
}
