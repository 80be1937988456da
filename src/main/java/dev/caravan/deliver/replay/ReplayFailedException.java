package dev.caravan.deliver.replay;

import dev.caravan.change.TableName;
import org.apache.kafka.common.KafkaException;

/**
 * Not all letters could be replayed or discarded. What was done is marked, so asking again does the
 * rest.
 */
public class ReplayFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean fenced;

  ReplayFailedException(TableName table, LetterState state, long done, KafkaException cause) {
    super(text(table, state, done, cause), cause);
    this.fenced = ReplayTransactions.wasFenced(cause);
  }

  private ReplayFailedException(String message) {
    super(message);
    this.fenced = true;
  }

  /** A request for the same table is at work in this process. */
  static ReplayFailedException busy(TableName table) {
    return new ReplayFailedException(
        "another request for %s is at work; nothing was done, ask again when it is done"
            .formatted(table));
  }

  /** Whether somebody else began to work on the table's letters, rather than Kafka being away. */
  public boolean isFenced() {
    return fenced;
  }

  private static String text(TableName table, LetterState state, long done, KafkaException cause) {
    String sofar =
        "%d letters of %s were %s and are marked so; ask again for the rest"
            .formatted(done, table, state);
    return ReplayTransactions.wasFenced(cause)
        ? "another request for the same table has taken over: " + sofar
        : "Kafka did not take all (" + reason(cause) + "): at least " + sofar;
  }

  /** A producer that failed says only that it did; what is behind it says why. */
  private static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
