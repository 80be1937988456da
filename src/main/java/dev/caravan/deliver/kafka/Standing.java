package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliverState;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that a route waits: once a cause in the log, always in the state and the meters. */
final class Standing {

  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

  private final String route;
  private final String topic;
  private final DeliverState state;
  private String cause;
  private Instant since;

  Standing(String route, String topic, DeliverState state) {
    this.route = route;
    this.topic = topic;
    this.state = state;
  }

  /** Whether the route waits, 0 or 1. */
  synchronized long waiting() {
    return cause == null ? 0 : 1;
  }

  synchronized void failed(String what, Throwable error) {
    String why = why(error);
    if (cause == null) {
      since = Instant.now();
    }
    if (!why.equals(cause)) {
      cause = why;
      LOG.warn("Route {} waits: {} failed and is tried again. Cause: {}", route, what, why);
      LOG.debug("Route {} waits", route, error);
    }
    state.waiting(route, what + ": " + why);
  }

  synchronized void recovered() {
    if (cause != null) {
      LOG.info("Route {} goes on after {}", route, Duration.between(since, Instant.now()));
      cause = null;
    }
    state.running(route);
  }

  void delivered() {
    state.delivered(route);
  }

  /**
   * The message nearest to the failure that has one, with the type where that alone says little.
   */
  private String why(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank()
        ? error.getClass().getSimpleName() + " on " + topic
        : message;
  }
}
