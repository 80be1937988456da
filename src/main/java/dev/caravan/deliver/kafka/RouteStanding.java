package dev.caravan.deliver.kafka;

import dev.caravan.KafkaRemedy;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.kafka.Standing.Trouble;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a route waits, or that it is stopped until somebody sees to it: once a cause in the
 * log, always in the state and the meters. The route waits while any of its parts does, and of
 * their troubles it shows the one that needs somebody, else the oldest.
 */
final class RouteStanding {

  private static final Logger LOG = LoggerFactory.getLogger(RouteStanding.class);

  private final String route;
  private final String topic;
  private final DeliverState state;
  private final Counter retries;
  private final Counter rebalances;
  private final Map<Standing, Trouble> troubles = new LinkedHashMap<>();
  private Instant since;
  private String logged;

  /**
   * @param retries counts tries that failed
   * @param rebalances counts how often one of the route's consumers got its partitions
   */
  RouteStanding(
      String route, String topic, DeliverState state, Counter retries, Counter rebalances) {
    this.retries = retries;
    this.rebalances = rebalances;
    this.route = route;
    this.topic = topic;
    this.state = state;
  }

  /** Whether the route waits, 0 or 1. */
  synchronized long waiting() {
    return !troubles.isEmpty() && !gravest().refused() ? 1 : 0;
  }

  /** Whether the route is stopped, 0 or 1. */
  synchronized long stopped() {
    return !troubles.isEmpty() && gravest().refused() ? 1 : 0;
  }

  synchronized void failed(Standing part, Trouble trouble, Throwable error) {
    if (troubles.isEmpty()) {
      since = Instant.now();
    }
    troubles.put(part, trouble);
    retries.increment();
    LOG.debug("Route {} waits", route, error);
    show();
  }

  synchronized void recovered(Standing part) {
    if (troubles.remove(part) == null) {
      return;
    }
    if (!troubles.isEmpty()) {
      show();
      return;
    }
    LOG.info("Route {} goes on after {}", route, Duration.between(since, Instant.now()));
    logged = null;
    state.running(route);
  }

  void delivered() {
    state.delivered(route);
  }

  void joined() {
    rebalances.increment();
    state.joined(route);
  }

  /**
   * The message nearest to the failure that has one, with the type where that alone says little.
   */
  String why(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank()
        ? error.getClass().getSimpleName() + " on " + topic
        : error instanceof KafkaException ? message + KafkaRemedy.of(error) : message;
  }

  private void show() {
    Trouble trouble = gravest();
    if (!trouble.why().equals(logged)) {
      logged = trouble.why();
      if (trouble.refused()) {
        LOG.error("Route {} is stopped until this is seen to: {}", route, trouble.why());
      } else {
        LOG.warn(
            "Route {} waits: {} failed and is tried again. Cause: {}",
            route,
            trouble.what(),
            trouble.why());
      }
    }
    if (trouble.refused()) {
      state.refused(route, trouble.why());
    } else {
      state.waiting(route, trouble.what() + ": " + trouble.why());
    }
  }

  private Trouble gravest() {
    // Of equally grave ones the first, which is the oldest.
    return troubles.values().stream()
        .min(Comparator.comparing(trouble -> !trouble.refused()))
        .orElseThrow();
  }
}
