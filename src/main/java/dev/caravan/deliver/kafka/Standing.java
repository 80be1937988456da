package dev.caravan.deliver.kafka;

import dev.caravan.Pulse;
import dev.caravan.deliver.RefusedException;

/**
 * How one part of a route is doing: the reading or the delivering of one of its loops. What it
 * waits for is its own, so that one part that goes on hides no other that does not.
 */
final class Standing {

  /**
   * Why a part waits.
   *
   * @param what what failed
   * @param why the cause; the same text while it is the same
   * @param refused whether somebody must see to it
   */
  record Trouble(String what, String why, boolean refused) {}

  private final RouteStanding route;
  private final Pulse pulse;

  /**
   * @param pulse the sign of life of the loop
   */
  Standing(RouteStanding route, Pulse pulse) {
    this.route = route;
    this.pulse = pulse;
  }

  /** Another part of the same loop. */
  Standing another() {
    return new Standing(route, pulse);
  }

  /** The loop came round once more. */
  void beat() {
    pulse.beat();
  }

  void failed(String what, Throwable error) {
    pulse.failed(error);
    boolean refused = error instanceof RefusedException;
    route.failed(this, new Trouble(what, route.why(error), refused), error);
  }

  void recovered() {
    route.recovered(this);
  }

  void delivered() {
    route.delivered();
  }

  /** Kafka's group has said which partitions the loop has. */
  void joined() {
    route.joined();
  }
}
