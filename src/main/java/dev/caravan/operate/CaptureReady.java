package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.capture.CaptureState;
import dev.caravan.signal.TableProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the capture reads, the snapshot or the stream, stands by for another one, or pauses
 * because somebody asked for it; names the tables that join or are read anew.
 */
@Readiness
@ApplicationScoped
public class CaptureReady implements HealthCheck {

  private final CaravanConfig config;
  private final CaptureState state;

  public CaptureReady(CaravanConfig config, CaptureState state) {
    this.config = config;
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("capture");
    if (!config.role().captures()) {
      return response.up().withData("phase", "not the role of this process").build();
    }
    CaptureState.View view = state.view();
    boolean ready =
        switch (view.phase()) {
          case STREAMING, SNAPSHOT -> true;
          // It is ready to take over; a rollout would wait for ever otherwise.
          case STANDBY -> true;
          // Somebody wants it so.
          case PAUSED -> true;
          case STOPPED, STARTING, WAITING, FAILED -> false;
        };
    response
        .status(ready)
        .withData("phase", view.phase().name().toLowerCase(Locale.ROOT))
        .withData("since", view.since().toString())
        .withData("restarts", view.restarts());
    if (view.lastError() != null) {
      boolean standby = view.phase() == CaptureState.Phase.STANDBY;
      response.withData(standby ? "standing by" : "error", view.lastError());
    }
    for (TableProgress table : state.tables()) {
      if (table.state() != TableProgress.State.COMPLETE) {
        response.withData(table.schema() + "." + table.table(), words(table));
      }
    }
    return response.build();
  }

  private static String words(TableProgress table) {
    String words = table.state().name().toLowerCase(Locale.ROOT);
    if (table.state() == TableProgress.State.READING) {
      words += ", %d of about %d rows".formatted(table.rowsRead(), table.rowsExpected());
    }
    return table.reason() == null ? words : words + ": " + table.reason();
  }
}
