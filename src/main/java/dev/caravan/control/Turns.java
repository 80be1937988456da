package dev.caravan.control;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets few requests work at once, so that many of them cannot take the memory the pipeline needs.
 */
final class Turns {

  private static final int AT_ONCE = 4;
  private static final int WAIT_SECONDS = 5;

  private final Semaphore free = new Semaphore(AT_ONCE);

  /**
   * Waits for a turn, a few seconds at most, and works.
   *
   * @throws BusyException when none came
   */
  <T> T take(Supplier<T> work) {
    try {
      if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new BusyException(AT_ONCE + " requests are at work already; ask again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException("the application stops");
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  /** A request did not get its turn. */
  static final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }
}
