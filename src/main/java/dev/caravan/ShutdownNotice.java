package dev.caravan;

import java.time.Duration;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Tells a consumer that the whole application begins to stop.
 *
 * <p>Camel stops consumers one after the other, and each may wait for a server that does not
 * answer. So each begins when it hears this, all at the same moment, and their time ends at the
 * same moment, too. A consumer that is stopped alone calls {@link #begin()} itself.
 */
public final class ShutdownNotice extends EventNotifierSupport {

  /**
   * How long consumers may take to stop. With what the rest takes it stays below the 30 s
   * Kubernetes gives: 3 s for requests under way before, and a few for Camel and its services
   * after.
   */
  public static final Duration BUDGET = Duration.ofSeconds(12);

  private final Runnable stop;
  private boolean begun;
  private volatile long deadline;

  /**
   * @param stop asks the consumer to stop, and returns at once
   */
  public ShutdownNotice(Runnable stop) {
    this.stop = stop;
    setIgnoreCamelContextInitEvents(true);
    setIgnoreExchangeEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.CamelContextStoppingEvent) {
      begin();
    }
  }

  /** Begins to stop, unless that has begun already. */
  public synchronized void begin() {
    if (!begun) {
      begun = true;
      deadline = System.nanoTime() + BUDGET.toNanos();
      stop.run();
    }
  }

  /** Milliseconds until the consumer must have stopped; at least 0. Only once it has begun. */
  public long millisLeft() {
    return Math.max(0, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
  }
}
