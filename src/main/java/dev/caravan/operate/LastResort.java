package dev.caravan.operate;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process when its orderly end takes too long, some seconds before Kubernetes would kill
 * it: so that it can still say so. Nothing is lost by that; what was not done is done anew.
 */
@ApplicationScoped
public class LastResort {

  private static final Duration LIMIT = Duration.ofSeconds(25);
  private static final int EXIT_CODE = 1;

  void begin(@Observes StartupEvent event) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  // The JVM ends when its hooks have; a daemon does not keep it from that.
                  Thread patience = new Thread(LastResort::waitAndHalt, "caravan-last-resort");
                  patience.setDaemon(true);
                  patience.start();
                }));
  }

  private static void waitAndHalt() {
    try {
      TimeUnit.MILLISECONDS.sleep(LIMIT.toMillis());
    } catch (InterruptedException e) {
      return;
    }
    // The log may be closed by now.
    System.err.println(
        "Caravan ends without having stopped everything within " + LIMIT.toSeconds() + " s");
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
