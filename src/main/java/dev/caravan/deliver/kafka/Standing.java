package dev.caravan.deliver.kafka;

import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.RefusedException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a route waits, or that it is stopped until somebody sees to it: once a cause in the
 * log, always in the state and the meters.
 */
final class Standing {

  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

  private final String route;
  private final String topic;
  private final DeliverState state;
  private String cause;
  private Instant since;
  private boolean refused;

  Standing(String route, String topic, DeliverState state) {
    this.route = route;
    this.topic = topic;
    this.state = state;
  }

  /** Whether the route waits, 0 or 1. */
  synchronized long waiting() {
    return cause != null && !refused ? 1 : 0;
  }

  /** Whether the route is stopped, 0 or 1. */
  synchronized long stopped() {
    return cause != null && refused ? 1 : 0;
  }

  synchronized void failed(String what, Throwable error) {
    String why = why(error);
    if (cause == null) {
      since = Instant.now();
    }
    if (!why.equals(cause)) {
      cause = why;
      refused = error instanceof RefusedException;
      if (refused) {
        LOG.error("Route {} is stopped until this is seen to: {}", route, why);
      } else {
        LOG.warn("Route {} waits: {} failed and is tried again. Cause: {}", route, what, why);
      }
      LOG.debug("Route {} waits", route, error);
    }
    if (refused) {
      state.refused(route, why);
    } else {
      state.waiting(route, what + ": " + why);
    }
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
