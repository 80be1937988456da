package dev.caravan.operate;

import dev.caravan.Pulse;
import dev.caravan.capture.CaptureState;
import dev.caravan.deliver.DeliverState;
import dev.caravan.operate.watch.Dependencies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive while the threads of the pipeline are: none has ended by itself, and none has stood still
 * for long although every server answers. Only then would a restart change anything. A capture is
 * not held to that before it streams: PostgreSQL may rightly take its time to make a slot or to
 * sort a table.
 */
@Liveness
@ApplicationScoped
public class ThreadsLive implements HealthCheck {

  private final ProbesConfig probes;
  private final Dependencies dependencies;
  private final CaptureState capture;
  private final DeliverState deliver;

  public ThreadsLive(
      ProbesConfig probes, Dependencies dependencies, CaptureState capture, DeliverState deliver) {
    this.probes = probes;
    this.dependencies = dependencies;
    this.capture = capture;
    this.deliver = deliver;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("threads").up();
    boolean mayWait = !dependencies.areUpFor(probes.stuckAfter());
    boolean streaming = capture.view().phase() == CaptureState.Phase.STREAMING;
    tell(response, "capture", capture.pulse(), mayWait || !streaming);
    for (Map.Entry<String, List<Pulse>> route : deliver.pulses().entrySet()) {
      route.getValue().forEach(pulse -> tell(response, route.getKey(), pulse, mayWait));
    }
    return response.build();
  }

  private void tell(HealthCheckResponseBuilder response, String who, Pulse pulse, boolean mayWait) {
    Verdict verdict = Verdict.of(pulse, mayWait, probes.stuckAfter());
    if (verdict != Verdict.ALIVE) {
      response.down().withData(who, verdict.words(pulse.sinceBeat()));
    }
  }
}
