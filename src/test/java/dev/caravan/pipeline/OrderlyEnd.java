package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.sandbox.Application;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Has an application that is up end by SIGTERM, as an orchestrator does. */
final class OrderlyEnd {

  /** What everything together may take while servers hang; Kubernetes kills after 30 s. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  private OrderlyEnd() {}

  static void awaitUp(Application application) {
    Probes probes = new Probes(application);
    probes.await("it is started", each -> each.isUp("started"));
    probes.await("it is ready", each -> each.isUp("ready"));
  }

  /**
   * @param what of the application, for the log
   */
  static void of(Application application, String what) {
    Probes probes = new Probes(application);
    long start = System.nanoTime();
    CompletableFuture<Void> end = CompletableFuture.runAsync(application::stop);
    probes.await("it is not ready any more", each -> !each.isUp("ready"));
    Duration unready = Duration.ofNanos(System.nanoTime() - start);
    end.join();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("SIGTERM to %s: not ready after %s, ended after %s%n", what, unready, took);
    assertThat(application.exitCode()).as(application.log()).isIn(0, 143);
    assertThat(took).as(application.log()).isLessThan(GRACE);
  }
}
