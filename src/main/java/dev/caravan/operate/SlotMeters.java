package dev.caravan.operate;

import dev.caravan.capture.CaptureConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How the slot stands, as PostgreSQL last told: {@code caravan.slot.lag.bytes} is the WAL its
 * reader has not confirmed; {@code caravan.slot.retained.bytes} the WAL PostgreSQL keeps on disk
 * for it, the figure to watch before a disk fills; {@code caravan.slot.safe.bytes} how much more
 * may be written before the slot can be lost, where {@code max_slot_wal_keep_size} sets a limit. A
 * figure is NaN while PostgreSQL is away or has none.
 */
@ApplicationScoped
public class SlotMeters {

  /** Values of {@code wal_status}, and the one for a slot that is not there. */
  private static final List<String> STATUSES =
      List.of("reserved", "extended", "unreserved", "lost", "missing");

  static final String STATUS = "wal_status";

  private final CaptureConfig capture;
  private final MeterRegistry registry;
  private volatile Map<String, Object> latest = Map.of();

  public SlotMeters(CaptureConfig capture, MeterRegistry registry) {
    this.capture = capture;
    this.registry = registry;
  }

  void register() {
    figure("caravan.slot.lag.bytes", "lag", "WAL the slot's reader has not confirmed");
    figure("caravan.slot.retained.bytes", "retained", "WAL kept on disk for the slot");
    figure(
        "caravan.slot.safe.bytes", "safe", "WAL that may be written before the slot can be lost");
    figure("caravan.slot.active", "active", "1 while someone streams from the slot");
    for (String status : STATUSES) {
      gauge("caravan.slot.wal.status", slot -> is(slot.get(STATUS), status))
          .description("1 for the status of the WAL the slot needs")
          .tag("status", status)
          .register(registry);
    }
  }

  /** The slot as it is; a missing one is no row. */
  void stands(List<Map<String, Object>> rows) {
    latest = rows.isEmpty() ? Map.of(STATUS, "missing") : rows.get(0);
  }

  /** PostgreSQL does not say. */
  void isUnknown() {
    latest = Map.of();
  }

  private void figure(String name, String column, String description) {
    gauge(name, slot -> number(slot.get(column))).description(description).register(registry);
  }

  private Gauge.Builder<SlotMeters> gauge(
      String name, ToDoubleFunction<Map<String, Object>> value) {
    return Gauge.builder(name, this, meters -> value.applyAsDouble(meters.latest))
        .tag("slot", capture.slot());
  }

  private static double number(Object value) {
    return value instanceof Number known ? known.doubleValue() : Double.NaN;
  }

  private static double is(Object status, String asked) {
    return status == null ? Double.NaN : asked.equals(status) ? 1 : 0;
  }
}
