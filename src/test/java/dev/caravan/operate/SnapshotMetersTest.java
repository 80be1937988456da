package dev.caravan.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.CaptureState;
import dev.caravan.signal.TableProgress;
import dev.caravan.signal.TableProgress.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CaptureState state = new CaptureState();
  private final SnapshotMeters meters = new SnapshotMeters(state, registry);

  @BeforeEach
  void register() {
    meters.register();
  }

  private void tells(State of, long read, long expected) {
    state.tells(
        new TableProgress("sales", "invoices", of, null, null, read, expected, null, null, null));
  }

  private Double shown(String name, String tag, String value) {
    Gauge gauge = registry.find("caravan.capture.snapshot." + name).tag(tag, value).gauge();
    return gauge == null ? null : gauge.value();
  }

  @Test
  void showsHowFarTheReadingIs() {
    // Given
    tells(State.READING, 200, 1000);
    meters.follow();

    // When
    tells(State.READING, 600, 1000);
    meters.follow();

    // Then
    assertThat(shown("rows", "table", "sales.invoices")).isEqualTo(600);
    assertThat(shown("expected.rows", "table", "sales.invoices")).isEqualTo(1000);
    assertThat(shown("tables", "state", "reading")).isEqualTo(1);
    assertThat(shown("tables", "state", "complete")).isZero();
  }

  @Test
  void expectsNothingWherePostgresHasNoEstimate() {
    // When
    tells(State.WAITING, 0, -1);
    meters.follow();

    // Then
    assertThat(shown("rows", "table", "sales.invoices")).isZero();
    assertThat(shown("expected.rows", "table", "sales.invoices")).isNull();
  }
}
