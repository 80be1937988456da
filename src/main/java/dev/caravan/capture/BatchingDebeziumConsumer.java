package dev.caravan.capture;

import dev.caravan.ShutdownNotice;
import dev.caravan.capture.source.PlaceLostException;
import dev.caravan.capture.source.Publications;
import dev.caravan.capture.source.SourceRefusedException;
import dev.caravan.security.ConfiguredSecrets;
import dev.caravan.signal.Signals;
import io.debezium.config.Configuration;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jboss.logging.Logger;

/**
 * Runs one {@link CaptureAttempt} after the other on a thread of its own. An attempt ends with the
 * route, or by a failure; then the next one begins, after a wait that grows while failures follow
 * each other, at the place Kafka names. Of events nothing is kept in memory from one to the next.
 */
final class BatchingDebeziumConsumer extends DefaultConsumer {

  private static final Logger LOG = Logger.getLogger(BatchingDebeziumConsumer.class);

  /** For what the thread holds open, once its wait for a server was cut short. */
  private static final long GRACE_MILLIS = 1_000;

  private final CaptureParts parts;
  private final Configuration debezium;
  private ExecutorService executor;
  private ShutdownNotice notice;
  private volatile boolean stopping;
  private String lastError;
  private boolean failing;

  BatchingDebeziumConsumer(
      BatchingDebeziumEndpoint endpoint, Processor processor, CaptureParts parts) {
    super(endpoint, processor);
    this.parts = parts;
    this.debezium = endpoint.getConfiguration().createDebeziumConfiguration();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    stopping = false;
    executor =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, "caravan-capture");
    notice = new ShutdownNotice(() -> stopping = true);
    getEndpoint().getCamelContext().getManagementStrategy().addEventNotifier(notice);
    parts.election().begin();
    executor.execute(this::runWithPulse);
  }

  private void runWithPulse() {
    parts.state().pulse().begin();
    try {
      run();
    } finally {
      parts.state().pulse().end(stopping);
    }
  }

  /** Whether to stop; asked by all that goes round, and so the sign that it still does. */
  private boolean mustStop() {
    parts.state().pulse().beat();
    return stopping;
  }

  @Override
  protected void doStop() throws Exception {
    if (executor != null) {
      notice.begin();
      getEndpoint().getCamelContext().getManagementStrategy().removeEventNotifier(notice);
      executor.shutdown();
      // The batch in flight is short; an interrupt in its middle would only cost a repetition.
      long wait = Math.max(0, notice.millisLeft() - GRACE_MILLIS);
      try {
        if (!executor.awaitTermination(wait, TimeUnit.MILLISECONDS)) {
          executor.shutdownNow();
          executor.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
      } finally {
        parts.election().end();
      }
    }
    parts.state().enter(CaptureState.Phase.STOPPED);
    super.doStop();
  }

  private void run() {
    RestartDelay delay = new RestartDelay(parts.config().restart());
    boolean everCaptured = false;
    Publications publications = new Publications(parts.config().publication());
    Heartbeats heartbeats = new Heartbeats();
    while (!stopping) {
      if (isPaused()) {
        awaitResumption();
        continue;
      }
      Object wish = parts.resnapshot().wish();
      CaptureAttempt attempt =
          new CaptureAttempt(
              parts,
              debezium,
              publications,
              heartbeats,
              this::hand,
              this::standBy,
              this::fail,
              () -> mustStop() || isNew(wish) || isPaused());
      try {
        attempt.run();
      } catch (PlaceLostException e) {
        everCaptured = true;
        report(CaptureState.Phase.FAILED, e);
        delay.awaitSomebody();
      } catch (SourceRefusedException e) {
        if (!everCaptured && !attempt.hasWritten() && !attempt.hasStoodBy()) {
          String refusal = ConfiguredSecrets.hide(e.getMessage());
          parts.state().failed(refusal);
          parts.refused().accept(refusal);
          return;
        }
        report(CaptureState.Phase.WAITING, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception | Error e) {
        parts.state().pulse().failed(e);
        // Errors too: a thread that ended silently would look like a database without changes.
        PlaceLostException lost = PlaceLostException.in(e);
        if (lost != null) {
          report(CaptureState.Phase.FAILED, lost);
        } else if (!publications.wereTooNew(e)) {
          report(CaptureState.Phase.WAITING, e);
        }
      }
      if (attempt.hasWritten()) {
        lastError = null;
      }
      everCaptured |= attempt.hasWritten() || attempt.hasStoodBy();
      Duration wait = delay.after(attempt.hasWritten(), attempt.hasStoodBy());
      if (!stopping) {
        pause(wait, wish);
      }
    }
  }

  /** Standing by is no failure, and said once. */
  private void standBy(String why) {
    parts.state().standingBy(why);
    if (!why.equals(lastError)) {
      LOG.infof("Capture stands by: %s", why);
    }
    lastError = why;
    failing = false;
  }

  private void fail(String why) {
    parts.state().failed(why);
    lastError = why;
  }

  private boolean isPaused() {
    return parts.signals().current().isCapturePaused();
  }

  /** The slot keeps what comes meanwhile. */
  private void awaitResumption() {
    parts.state().enter(CaptureState.Phase.PAUSED);
    LOG.info("The capture pauses, for somebody asked for it; PostgreSQL keeps all WAL meanwhile");
    while (!mustStop() && isPaused()) {
      pause(Duration.ofMillis(200), parts.resnapshot().wish());
    }
    LOG.info("The capture goes on");
  }

  /** Whether a new snapshot was asked for since the wish, if any, that was known. */
  private boolean isNew(Object known) {
    Object wish = parts.resnapshot().wish();
    return wish != null && wish != known;
  }

  private void pause(Duration wait, Object wish) {
    long until = System.nanoTime() + wait.toNanos();
    Signals asked = parts.signals().current();
    try {
      // A table that is asked for may be the first there is.
      while (!mustStop()
          && !isNew(wish)
          && parts.signals().current() == asked
          && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private void report(CaptureState.Phase phase, Throwable e) {
    if (stopping) {
      LOG.debugf(e, "Capture session ended, for it was told to stop");
      return;
    }
    // Whoever reaches the servers better may have a turn.
    parts.election().giveWay();
    String error = FailureText.of(e, parts.secret());
    if (phase == CaptureState.Phase.FAILED) {
      parts.state().needsSomebody(error);
    } else {
      parts.state().failed(error);
    }
    // One line a cause, however often it is tried; the trace is for those who ask for it.
    if (!error.equals(lastError)) {
      if (phase == CaptureState.Phase.FAILED) {
        LOG.errorf("Capture has stopped and needs somebody: %s", error);
      } else {
        LOG.errorf("Capture waits: %s", error);
      }
    }
    LOG.debugf(e, "Capture session ended");
    lastError = error;
    failing = true;
  }

  /** Sends a batch through the route, and returns once it is done. */
  private void hand(CapturedBatch batch) throws Exception {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().setBody(batch);
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      if (failing) {
        failing = false;
        LOG.info("Capture goes on: what it waited for is over");
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
