package dev.caravan.operate;

import dev.caravan.operate.watch.JvmWatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Alive while collections free memory and no threads wait for each other for ever. */
@Liveness
@ApplicationScoped
public class JvmLive implements HealthCheck {

  private final JvmWatch jvm;

  public JvmLive(JvmWatch jvm) {
    this.jvm = jvm;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("jvm")
            .status(!jvm.isHeapExhausted() && jvm.deadlocked().isEmpty())
            .withData("heap after collection", jvm.percentLeft() + " %");
    if (!jvm.deadlocked().isEmpty()) {
      response.withData("deadlocked", String.join(", ", jvm.deadlocked()));
    }
    return response.build();
  }
}
