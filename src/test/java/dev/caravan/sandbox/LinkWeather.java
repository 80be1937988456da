package dev.caravan.sandbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether bytes pass a link now, and how long they take. */
final class LinkWeather {

  private boolean cut;
  private Duration delay = Duration.ZERO;

  synchronized void cut() {
    cut = true;
  }

  synchronized void slow(Duration chunk) {
    delay = chunk;
  }

  synchronized void mend() {
    cut = false;
    delay = Duration.ZERO;
    notifyAll();
  }

  /**
   * Returns once bytes pass.
   *
   * @param bytes how many; they take their time
   */
  void awaitPassage(int bytes) throws InterruptedException {
    long nanos;
    synchronized (this) {
      while (cut) {
        wait();
      }
      nanos = bytes > 0 ? delay.toNanos() : 0;
    }
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.sleep(nanos);
    }
    synchronized (this) {
      while (cut) {
        wait();
      }
    }
  }
}
