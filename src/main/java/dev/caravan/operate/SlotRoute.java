package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.capture.CaptureConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;

/**
 * Asks PostgreSQL every few seconds how the slot stands, on a thread of its own that waits for an
 * answer a few seconds at most.
 */
@ApplicationScoped
public class SlotRoute extends RouteBuilder {

  private static final String SQL =
      """
      SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint AS lag,
             pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS retained,
             safe_wal_size AS safe,
             active::int AS active,
             wal_status
      FROM pg_catalog.pg_replication_slots WHERE slot_name = '%s'
      """;

  private final CaravanConfig caravan;
  private final CaptureConfig capture;
  private final SlotMeters meters;

  public SlotRoute(CaravanConfig caravan, CaptureConfig capture, SlotMeters meters) {
    this.caravan = caravan;
    this.capture = capture;
    this.meters = meters;
  }

  @Override
  public void configure() {
    if (!caravan.role().captures()) {
      return;
    }
    meters.register();
    onException(Exception.class).handled(true).process(exchange -> meters.isUnknown());
    from("timer:slot?period=5000&delay=1000")
        .routeId("slot")
        // The slot's name is validated to be letters, digits and '_'.
        .setBody(constant(SQL.formatted(capture.slot())))
        .to("jdbc:postgres")
        .process(exchange -> meters.stands(rows(exchange.getMessage().getBody(List.class))));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(List<?> body) {
    return (List<Map<String, Object>>) body;
  }
}
