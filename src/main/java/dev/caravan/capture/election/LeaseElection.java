package dev.caravan.capture.election;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Elects by a Kubernetes Lease, as Kubernetes' own components do: whoever holds it renews it,
 * others take it once it has not been renewed for its duration by their own clock, and a holder
 * that could not renew it stops before that. Clocks need not agree, only run equally fast.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/client-go/tools/leaderelection">leaderelection</a>
 */
public final class LeaseElection implements Election {

  private static final Logger LOG = Logger.getLogger(LeaseElection.class);
  private static final long LOOK_EVERY_MILLIS = 50;

  /** How many tries it leaves to others when it gives way. */
  private static final int TRIES_LEFT_TO_OTHERS = 3;

  private final LeaseTimes times;
  private final LeaseTries tries;
  private Thread thread;
  private volatile boolean ending;
  private volatile long chosenUntil = System.nanoTime();
  private volatile long candidateFrom = System.nanoTime();
  private volatile boolean held;
  private volatile boolean givingWay;
  private volatile Standing standing;

  /**
   * What the last try told.
   *
   * @param failed whether it could not be asked
   * @param others whether another process captures, or is about to
   */
  private record Standing(boolean failed, boolean others, String why) {}

  LeaseElection(LeaseTimes times, LeaseTries tries) {
    this.times = times;
    this.tries = tries;
  }

  @Override
  public boolean decides() {
    return true;
  }

  @Override
  public synchronized void begin() {
    ending = false;
    thread = new Thread(this::run, "caravan-lease");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public boolean await(
      BooleanSupplier stopping, Consumer<String> standingBy, Consumer<String> failing)
      throws InterruptedException {
    Standing told = null;
    while (!isChosen()) {
      if (stopping.getAsBoolean()) {
        return false;
      }
      Standing now = standing;
      // While the Lease is its own or nobody's there is none to stand by for: what failed stays
      // told.
      if (now != null && (now.failed() || now.others()) && !now.equals(told)) {
        (now.failed() ? failing : standingBy).accept(now.why());
        told = now;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }

  @Override
  public boolean isChosen() {
    return held && !givingWay && System.nanoTime() - chosenUntil < 0;
  }

  @Override
  public void giveWay() {
    givingWay = true;
  }

  @Override
  public synchronized void end() {
    ending = true;
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      // It releases the Lease, which others would wait for otherwise.
      thread.join(times.renewDeadline().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  private void run() {
    try {
      while (!ending) {
        if (givingWay) {
          release();
          candidateFrom =
              System.nanoTime() + times.retry().multipliedBy(TRIES_LEFT_TO_OTHERS).toNanos();
          givingWay = false;
        }
        turn();
        TimeUnit.NANOSECONDS.sleep(times.retry().toNanos());
      }
    } catch (InterruptedException e) {
      Thread.interrupted();
    }
    try {
      release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    long asked = System.nanoTime();
    try {
      boolean candidate = asked - candidateFrom >= 0;
      LeaseTries.Outcome outcome = tries.take(candidate);
      standing = new Standing(false, outcome.others(), outcome.why());
      if (outcome.held()) {
        chosenUntil = asked + times.renewDeadline().toNanos();
        if (!held) {
          LOG.infof("%s", outcome.why());
        }
      } else if (held) {
        LOG.warnf("The turn to capture is another one's: %s", outcome.why());
      }
      held = outcome.held();
    } catch (IOException | RuntimeException | Error e) {
      // It must go on asking, whatever answers.
      String text =
          "whose turn it is to capture can't be asked of Kubernetes (caravan.capture.lease.*): "
              + (e.getMessage() == null ? e.toString() : e.getMessage());
      if (standing == null || !standing.failed()) {
        LOG.warnf("%s%s", text, isChosen() ? "; it is this one's for the moment" : "");
      }
      standing = new Standing(true, false, text);
    }
  }

  private void release() throws InterruptedException {
    if (held) {
      held = false;
      try {
        tries.release(Instant.now());
      } catch (IOException | RuntimeException e) {
        LOG.debugf(e, "The Lease could not be released; it runs out by itself");
      }
    }
  }
}
