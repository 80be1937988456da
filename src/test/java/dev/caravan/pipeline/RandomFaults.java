package dev.caravan.pipeline;

import dev.caravan.pipeline.Outage.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Faults at random, the same ones for the same seed: one to three servers at a time, and now and
 * then the applications themselves.
 */
final class RandomFaults {

  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final List<Engine> engines;
  private final int applications;
  private final Duration longest;
  private final Random random;

  /** What may happen to an application. */
  enum ApplicationFault {
    NONE,
    KILL,
    STOP,
    FREEZE
  }

  /**
   * One step.
   *
   * @param outages what happens to the servers at the same time
   * @param application the number of the application something happens to meanwhile
   * @param calm how long nothing happens before
   */
  record Step(
      List<Outage> outages, ApplicationFault fault, int application, Duration time, Duration calm) {

    @Override
    public String toString() {
      return "%s%s after %.1f s of calm"
          .formatted(
              outages,
              fault == ApplicationFault.NONE
                  ? ""
                  : ", application %d %s %.1f s"
                      .formatted(application, fault, time.toMillis() / 1000.0),
              calm.toMillis() / 1000.0);
    }
  }

  /**
   * @param applications how many there are
   * @param longest how long an outage lasts at most
   */
  RandomFaults(List<Engine> engines, int applications, Duration longest, long seed) {
    this.engines = engines;
    this.applications = applications;
    this.longest = longest;
    this.random = new Random(seed);
  }

  Step next() {
    List<Outage> outages = new ArrayList<>();
    int chosen = 1 + random.nextInt((1 << engines.size()) - 1);
    for (int i = 0; i < engines.size(); i++) {
      Outage outage = new Outage(engines.get(i), kind(), time());
      if ((chosen & 1 << i) != 0) {
        outages.add(outage);
      }
    }
    ApplicationFault fault =
        random.nextInt(3) == 0
            ? ApplicationFault.values()[random.nextInt(ApplicationFault.values().length)]
            : ApplicationFault.NONE;
    // ClickHouse gives a table its rows some milliseconds before the table's views; only whoever
    // sent them can bring them to the views when it dies in between, so that one is left alone.
    if (outages.stream().anyMatch(RandomFaults::endsClickHouse)) {
      outages.removeIf(outage -> outage.engine() == engines.get(1));
      fault = ApplicationFault.NONE;
    }
    return new Step(List.copyOf(outages), fault, random.nextInt(applications), time(), time());
  }

  private static boolean endsClickHouse(Outage outage) {
    return outage.engine().name().equals("ClickHouse")
        && (outage.kind() == Kind.KILL || outage.kind() == Kind.STOP);
  }

  private Kind kind() {
    return Kind.values()[random.nextInt(Kind.values().length)];
  }

  /** Short ones more often than long ones. */
  private Duration time() {
    double exponent = random.nextDouble();
    double ratio = (double) longest.toMillis() / SHORTEST.toMillis();
    return Duration.ofMillis((long) (SHORTEST.toMillis() * Math.pow(ratio, exponent)));
  }
}
