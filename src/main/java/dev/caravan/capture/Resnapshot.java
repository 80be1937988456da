package dev.caravan.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Asks the capture to take a new snapshot, which replaces all that came before. A wish is granted
 * by the next session of the capture; the one there is ends for it. Safe for use by several
 * threads.
 */
@ApplicationScoped
public class Resnapshot {

  private CompletableFuture<Void> wish;

  /**
   * Asks for a new snapshot. Whoever asks while a wish is open joins it.
   *
   * @return done once Kafka has it that the snapshot begins, from when on it will be finished
   *     whatever dies
   */
  public synchronized Future<Void> request() {
    if (wish == null) {
      wish = new CompletableFuture<>();
    }
    return wish;
  }

  /** The open wish, or null. */
  synchronized Object wish() {
    return wish;
  }

  /**
   * Gives the wish up, for another process captures: taken when that one's turn ends, it would come
   * as a surprise.
   *
   * @return whether there was one
   */
  synchronized boolean withdraw() {
    boolean was = wish != null;
    if (was) {
      wish.completeExceptionally(new IllegalStateException("another process captures"));
      wish = null;
    }
    return was;
  }

  /** Kafka has it that the snapshot begins. */
  synchronized void begun() {
    if (wish != null) {
      wish.complete(null);
      wish = null;
    }
  }
}
