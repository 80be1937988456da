package dev.caravan.operate.watch;

import dev.caravan.security.ConfiguredSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at one server every few seconds, on a thread of its own, so that whoever wants to know how
 * it is has the answer at once.
 */
public final class DependencyWatch {

  private static final Duration EVERY = Duration.ofSeconds(2);

  /** A look that takes longer than its own limits is taken for one without an answer. */
  private static final Duration OVERDUE = Look.LIMIT.multipliedBy(3);

  private final String name;
  private final Look look;
  private volatile Dependency last = Dependency.unknown(Instant.now());
  private volatile Instant looking;
  private ScheduledExecutorService thread;

  DependencyWatch(String name, Look look) {
    this.name = name;
    this.look = look;
  }

  public String name() {
    return name;
  }

  /** How the server is; answers at once. */
  public Dependency now() {
    Instant began = looking;
    return began != null && began.plus(OVERDUE).isBefore(Instant.now())
        ? last.failed("no answer since " + began, began)
        : last;
  }

  synchronized void start() {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "caravan-watch-" + name);
              daemon.setDaemon(true);
              return daemon;
            });
    thread.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns at once; a look under way ends with the process. */
  synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }

  private void look() {
    looking = Instant.now();
    try {
      look.look();
      last = last.answered(Instant.now());
    } catch (Exception | Error e) {
      // Errors too: nothing may end the looks but the end of the process.
      last = last.failed(text(e), Instant.now());
    } finally {
      looking = null;
    }
  }

  private static String text(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank()
        ? error.getClass().getSimpleName()
        : ConfiguredSecrets.hide(message);
  }
}
