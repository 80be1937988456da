package dev.caravan.operate;

import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.clickhouse.ClickHouseServer;
import dev.caravan.deliver.table.TargetName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ClickHouse holds in the tables routes write: {@code caravan.target.parts} is the number of
 * parts in the partition that has most of them, by which ClickHouse slows inserts down and refuses
 * them; {@code caravan.target.rows} counts the versions of rows; {@code caravan.target.bytes} is
 * their size on disk. A table that is not there has none, and none has any while ClickHouse is
 * away.
 */
@ApplicationScoped
public class TargetMeters {

  private static final Logger LOG = LoggerFactory.getLogger(TargetMeters.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final DeliverConfig deliver;
  private final MultiGauge parts;
  private final MultiGauge rows;
  private final MultiGauge bytes;
  private ClickHouseServer server;
  private String trouble;

  public TargetMeters(DeliverConfig deliver, MeterRegistry registry) {
    this.deliver = deliver;
    this.parts =
        gauge(
            "caravan.target.parts",
            registry,
            "Parts of the ClickHouse partition that has most of them");
    this.rows = gauge("caravan.target.rows", registry, "Versions of rows the table holds");
    this.bytes = gauge("caravan.target.bytes", registry, "Size of the table on disk");
  }

  private static MultiGauge gauge(String name, MeterRegistry registry, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** Asks ClickHouse, which has a few seconds to answer. Why it does not is logged once. */
  synchronized void follow(Collection<TargetName> targets) {
    if (targets.isEmpty()) {
      show(List.of());
      return;
    }
    if (server == null) {
      server = new ClickHouseServer(deliver.clickhouse(), LIMIT);
    }
    try {
      show(server.rows(sql(targets)));
      trouble = null;
    } catch (DeliveryException e) {
      show(List.of());
      if (!e.getMessage().equals(trouble)) {
        trouble = e.getMessage();
        LOG.warn("Meters caravan_target_* are not there: {}", trouble);
      }
    }
  }

  private void show(List<String[]> figures) {
    parts.register(column(figures, 1), true);
    rows.register(column(figures, 2), true);
    bytes.register(column(figures, 3), true);
  }

  private static Iterable<Row<?>> column(List<String[]> figures, int column) {
    return figures.stream()
        .<Row<?>>map(each -> Row.of(Tags.of("target", each[0]), Long.parseLong(each[column])))
        .toList();
  }

  /** By table: name, parts of its fullest partition, rows, bytes; also of an empty table. */
  static String sql(Collection<TargetName> targets) {
    String names =
        targets.stream()
            .distinct()
            .map(
                each ->
                    "(%s,%s)"
                        .formatted(
                            TargetName.literal(each.database()), TargetName.literal(each.table())))
            .collect(Collectors.joining(","));
    return """
    SELECT concat(t.database, '.', t.name), toUInt64(ifNull(max(p.many), 0)),
           toUInt64(ifNull(sum(p.held), 0)), toUInt64(ifNull(sum(p.size), 0))
    FROM system.tables AS t
    LEFT JOIN (
      SELECT database, table, partition_id, count() AS many, sum(rows) AS held,
             sum(bytes_on_disk) AS size
      FROM system.parts WHERE active AND (database, table) IN (%1$s)
      GROUP BY database, table, partition_id
    ) AS p ON p.database = t.database AND p.table = t.name
    WHERE (t.database, t.name) IN (%1$s)
    GROUP BY t.database, t.name
    """
        .formatted(names);
  }

  @PreDestroy
  synchronized void close() {
    if (server != null) {
      server.close();
    }
  }
}
