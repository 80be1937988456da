package dev.caravan.deliver;

import java.time.Instant;

/**
 * How a deliver route is doing.
 *
 * @param route the route's id
 * @param topic the topic it reads
 * @param status whether it delivers, waits or is stopped
 * @param since since when it has that status
 * @param lastError why it waits, is stopped, or was last, null when it never did
 * @param lastDelivered when a batch landed last, null when none has since the start
 * @param joined when Kafka's group first told it which partitions it has, which may be none; null
 *     when it has not yet
 */
public record RouteDelivery(
    String route,
    String topic,
    Status status,
    Instant since,
    String lastError,
    Instant lastDelivered,
    Instant joined) {

  /** What a route does. */
  public enum Status {
    RUNNING,
    /** A batch could not be delivered or Kafka not be read; it is tried again for ever. */
    WAITING,
    /**
     * A batch cannot be delivered before somebody has done what the error says; it is tried again
     * every few seconds.
     */
    STOPPED
  }

  static RouteDelivery started(String route, String topic, Instant now) {
    return new RouteDelivery(route, topic, Status.RUNNING, now, null, null, null);
  }

  RouteDelivery running(Instant now) {
    return status == Status.RUNNING
        ? this
        : new RouteDelivery(route, topic, Status.RUNNING, now, lastError, lastDelivered, joined);
  }

  RouteDelivery waiting(String error, Instant now) {
    return held(Status.WAITING, error, now);
  }

  RouteDelivery refused(String error, Instant now) {
    return held(Status.STOPPED, error, now);
  }

  private RouteDelivery held(Status held, String error, Instant now) {
    Instant start = status == held ? since : now;
    return new RouteDelivery(route, topic, held, start, error, lastDelivered, joined);
  }

  RouteDelivery delivered(Instant now) {
    return new RouteDelivery(route, topic, status, since, lastError, now, joined);
  }

  RouteDelivery joined(Instant now) {
    return joined != null
        ? this
        : new RouteDelivery(route, topic, status, since, lastError, lastDelivered, now);
  }
}
