package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.capture.CaptureConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;

/**
 * Asks PostgreSQL every few seconds how the slot stands. {@code caravan.slot.lag.bytes} is the WAL
 * its reader has not confirmed; {@code caravan.slot.retained.bytes} the WAL PostgreSQL keeps on
 * disk for it, the figure to watch before a disk fills. Both are NaN while PostgreSQL is away or
 * has no such slot.
 */
@ApplicationScoped
public class SlotRoute extends RouteBuilder {

  private static final String SQL =
      """
      SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint AS lag,
             pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS retained,
             active::int AS active
      FROM pg_catalog.pg_replication_slots WHERE slot_name = '%s'
      """;

  private final CaravanConfig caravan;
  private final CaptureConfig capture;
  private final MeterRegistry registry;
  private final AtomicReference<Map<String, Object>> slot = new AtomicReference<>(Map.of());

  public SlotRoute(CaravanConfig caravan, CaptureConfig capture, MeterRegistry registry) {
    this.caravan = caravan;
    this.capture = capture;
    this.registry = registry;
  }

  @Override
  public void configure() {
    if (!caravan.role().captures()) {
      return;
    }
    gauge("caravan.slot.lag.bytes", "lag", "WAL the slot's reader has not confirmed");
    gauge("caravan.slot.retained.bytes", "retained", "WAL kept on disk for the slot");
    gauge("caravan.slot.active", "active", "1 while someone streams from the slot");

    onException(Exception.class).handled(true).process(exchange -> slot.set(Map.of()));
    from("timer:slot?period=5000&delay=1000")
        .routeId("slot")
        // The slot's name is validated to be letters, digits and '_'.
        .setBody(constant(SQL.formatted(capture.slot())))
        .to("jdbc:default")
        .process(exchange -> remember(exchange.getMessage().getBody(List.class)));
  }

  @SuppressWarnings("unchecked")
  private void remember(List<?> rows) {
    slot.set(rows.isEmpty() ? Map.of() : (Map<String, Object>) rows.get(0));
  }

  private void gauge(String name, String column, String description) {
    Gauge.builder(name, slot, latest -> value(latest.get().get(column)))
        .description(description)
        .tag("slot", capture.slot())
        .register(registry);
  }

  private static double value(Object number) {
    return number instanceof Number known ? known.doubleValue() : Double.NaN;
  }
}
