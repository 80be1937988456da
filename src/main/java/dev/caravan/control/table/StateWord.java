package dev.caravan.control.table;

import dev.caravan.deliver.RouteDelivery;
import dev.caravan.signal.TableProgress;
import java.util.Collection;
import java.util.List;

/** What is going on with a table and its routes, in words people understand. */
final class StateWord {

  static final String PAUSED = "paused";
  static final String STOPPED = "stopped";
  static final String WAITING = "waiting";
  static final String READING = "reading";
  static final String WAITING_FOR_TABLE = "waiting for the table";
  static final String NOT_RUNNING = "not running";
  static final String RUNNING = "running";
  static final String NOT_ROUTED = "not routed";

  /** Of several routes the table has the state of the worst. */
  private static final List<String> BY_URGENCY =
      List.of(PAUSED, STOPPED, WAITING, NOT_RUNNING, WAITING_FOR_TABLE, RUNNING);

  private StateWord() {}

  /**
   * What a route does.
   *
   * @param paused whether its table is paused
   * @param here how it is doing in this process, or null when it does not run here
   * @param members deliverers in its group, of all processes
   * @param hasTopic whether there is anything to read
   */
  static String ofRoute(boolean paused, RouteDelivery here, int members, boolean hasTopic) {
    if (paused) {
      return PAUSED;
    }
    if (here != null && here.status() != RouteDelivery.Status.RUNNING) {
      return here.status() == RouteDelivery.Status.STOPPED ? STOPPED : WAITING;
    }
    if (here == null && members == 0) {
      return NOT_RUNNING;
    }
    return hasTopic ? RUNNING : WAITING_FOR_TABLE;
  }

  /**
   * What is going on with a table.
   *
   * @param paused whether it is paused
   * @param routes the states of its routes
   * @param told what the capture has told of it last, or null
   */
  static String ofTable(boolean paused, Collection<String> routes, TableProgress told) {
    if (paused) {
      return PAUSED;
    }
    if (routes.isEmpty()) {
      return NOT_ROUTED;
    }
    String worst = BY_URGENCY.stream().filter(routes::contains).findFirst().orElse(RUNNING);
    if (told == null || !worst.equals(RUNNING)) {
      return worst;
    }
    return switch (told.state()) {
      case WAITING -> WAITING_FOR_TABLE;
      case JOINING, READING -> READING;
      case COMPLETE, CANCELLED -> RUNNING;
    };
  }
}
