package dev.caravan.capture.election;

import java.time.Duration;
import java.util.Optional;

/**
 * @param duration how long after its last renewal others leave the Lease alone
 * @param renewDeadline how long after its last renewal its holder still counts on it
 * @param retry how often it is renewed, or tried to be taken
 */
record LeaseTimes(Duration duration, Duration renewDeadline, Duration retry) {

  /** What is wrong with them. */
  Optional<String> problem() {
    if (duration.compareTo(renewDeadline) <= 0) {
      return Optional.of(
          "caravan.capture.lease.duration (%d s) must be longer than caravan.capture.lease.renew-deadline (%d s), so that a holder stops before another one begins"
              .formatted(duration.toSeconds(), renewDeadline.toSeconds()));
    }
    if (renewDeadline.compareTo(retry.multipliedBy(2)) < 0) {
      return Optional.of(
          "caravan.capture.lease.renew-deadline (%d s) must be at least twice caravan.capture.lease.retry-period (%d s), so that one lost request does no harm"
              .formatted(renewDeadline.toSeconds(), retry.toSeconds()));
    }
    return Optional.empty();
  }
}
