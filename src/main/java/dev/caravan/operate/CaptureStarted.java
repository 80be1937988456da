package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.capture.CaptureState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started once the capture has begun to read, or, where it is so configured, has read what was
 * there before. A capture that stands by for another has nothing to begin.
 */
@Startup
@ApplicationScoped
public class CaptureStarted implements HealthCheck {

  private final CaravanConfig caravan;
  private final ProbesConfig probes;
  private final CaptureState state;

  public CaptureStarted(CaravanConfig caravan, ProbesConfig probes, CaptureState state) {
    this.caravan = caravan;
    this.probes = probes;
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    if (!caravan.role().captures()) {
      return HealthCheckResponse.named("capture begun")
          .up()
          .withData("phase", "not the role of this process")
          .build();
    }
    boolean started = probes.startedAfterSnapshot() ? state.isSnapshotOver() : state.hasBegun();
    return HealthCheckResponse.named("capture begun")
        .status(started)
        .withData("phase", state.view().phase().name().toLowerCase(Locale.ROOT))
        .withData("snapshot", state.isSnapshotOver() ? "over" : "not over")
        .build();
  }
}
