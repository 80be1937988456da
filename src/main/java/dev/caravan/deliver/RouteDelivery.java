package dev.caravan.deliver;

import java.time.Instant;

/**
 * How a deliver route is doing.
 *
 * @param route the route's id
 * @param topic the topic it reads
 * @param status whether it delivers or waits
 * @param since since when it has that status
 * @param lastError why it waits or waited last, null when it never did
 * @param lastDelivered when a batch landed last, null when none has since the start
 */
public record RouteDelivery(
    String route,
    String topic,
    Status status,
    Instant since,
    String lastError,
    Instant lastDelivered) {

  /** What a route does. */
  public enum Status {
    RUNNING,
    /** A batch could not be delivered or Kafka not be read; it is tried again for ever. */
    WAITING
  }

  static RouteDelivery started(String route, String topic, Instant now) {
    return new RouteDelivery(route, topic, Status.RUNNING, now, null, null);
  }

  RouteDelivery running(Instant now) {
    return status == Status.RUNNING
        ? this
        : new RouteDelivery(route, topic, Status.RUNNING, now, lastError, lastDelivered);
  }

  RouteDelivery waiting(String error, Instant now) {
    Instant start = status == Status.WAITING ? since : now;
    return new RouteDelivery(route, topic, Status.WAITING, start, error, lastDelivered);
  }

  RouteDelivery delivered(Instant now) {
    return new RouteDelivery(route, topic, status, since, lastError, now);
  }
}
