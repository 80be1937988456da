package dev.caravan.operate;

import dev.caravan.capture.CaptureState;
import dev.caravan.signal.TableProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * How far the capture is with tables that join or are read anew: {@code
 * caravan.capture.snapshot.tables} by state, {@code caravan.capture.snapshot.rows} read and {@code
 * caravan.capture.snapshot.expected.rows} by table. Of the first snapshot {@code
 * caravan.capture.events} tells, with the operation {@code r}.
 */
@ApplicationScoped
public class SnapshotMeters {

  private final CaptureState state;
  private final MeterRegistry registry;
  private final MultiGauge read;
  private final MultiGauge expected;

  public SnapshotMeters(CaptureState state, MeterRegistry registry) {
    this.state = state;
    this.registry = registry;
    this.read =
        MultiGauge.builder("caravan.capture.snapshot.rows")
            .description("Rows read of a table that joins or is read anew")
            .register(registry);
    this.expected =
        MultiGauge.builder("caravan.capture.snapshot.expected.rows")
            .description("PostgreSQL's estimate of the table's rows when its reading began")
            .register(registry);
  }

  void register() {
    for (TableProgress.State each : TableProgress.State.values()) {
      Gauge.builder("caravan.capture.snapshot.tables", state, s -> count(s.tables(), each))
          .description("Tables that join or are read anew, by how that stands")
          .tag("state", each.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  /** Has a meter for each table the capture tells of. */
  void follow() {
    List<TableProgress> tables = state.tables();
    read.register(rows(tables, TableProgress::rowsRead), true);
    expected.register(
        rows(
            tables.stream().filter(each -> each.rowsExpected() >= 0).toList(),
            TableProgress::rowsExpected),
        true);
  }

  private static Iterable<Row<?>> rows(
      List<TableProgress> tables, ToLongFunction<TableProgress> figure) {
    return tables.stream()
        .<Row<?>>map(
            each ->
                Row.of(
                    Tags.of("table", each.schema() + "." + each.table()), figure.applyAsLong(each)))
        .toList();
  }

  private static long count(List<TableProgress> tables, TableProgress.State wanted) {
    return tables.stream().filter(each -> each.state() == wanted).count();
  }
}
