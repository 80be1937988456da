package dev.caravan.control.table;

import dev.caravan.CaravanConfig;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.clickhouse.ClickHouseServer;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.security.ConfiguredSecrets;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks ClickHouse how many rows the target tables hold, in one request for all of them. */
@ApplicationScoped
public class TargetFigures {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** How long counting the rows of several tables may take together. */
  private static final Duration COUNTING = Duration.ofSeconds(20);

  private final CaravanConfig caravan;
  private final DeliverConfig deliver;
  private ClickHouseServer server;

  /** What ClickHouse says of a table. */
  private record Held(Long versions, boolean replaces, boolean marksDeletes) {}

  public TargetFigures(CaravanConfig caravan, DeliverConfig deliver) {
    this.caravan = caravan;
    this.deliver = deliver;
  }

  /**
   * What the tables hold; nothing of those that do not exist, or in a process that knows no
   * ClickHouse.
   *
   * @param exact whether the rows are counted that are there now
   * @param problems takes why some could not be counted
   * @throws DeliveryException when ClickHouse does not answer or refuses
   */
  Map<TargetName, TargetView> of(
      Collection<TargetName> targets, boolean exact, List<String> problems) {
    if (targets.isEmpty() || !caravan.role().delivers()) {
      return Map.of();
    }
    long end = System.nanoTime() + COUNTING.toNanos();
    Map<TargetName, TargetView> views = new HashMap<>();
    held(targets)
        .forEach(
            (target, held) -> {
              boolean inTime = exact && System.nanoTime() - end < 0;
              if (exact && !inTime) {
                problems.add(target + " was not counted in time");
              }
              Long rows = inTime ? rows(target, held, problems) : null;
              views.put(target, new TargetView(target.toString(), held.versions(), rows));
            });
    return views;
  }

  private Map<TargetName, Held> held(Collection<TargetName> targets) {
    String names =
        targets.stream()
            .distinct()
            .map(
                each ->
                    "("
                        + TargetName.literal(each.database())
                        + ","
                        + TargetName.literal(each.table())
                        + ")")
            .collect(Collectors.joining(","));
    List<String[]> rows =
        server()
            .rows(
                "SELECT database, name, ifNull(toString(total_rows), ''),"
                    + " position(engine, 'ReplacingMergeTree') > 0,"
                    + " (database, name) IN (SELECT database, table FROM system.columns"
                    + " WHERE name = '_deleted' AND (database, table) IN ("
                    + names
                    + ")) FROM system.tables WHERE (database, name) IN ("
                    + names
                    + ")");
    Map<TargetName, Held> held = new HashMap<>();
    for (String[] row : rows) {
      held.put(
          new TargetName(row[0], row[1]),
          new Held(
              row[2].isEmpty() ? null : Long.valueOf(row[2]),
              row[3].equals("1"),
              row[4].equals("1")));
    }
    return held;
  }

  /** Null when they can't be counted; what else is known of the tables stays. */
  private Long rows(TargetName target, Held held, List<String> problems) {
    String of =
        " FROM "
            + target.quoted()
            + (held.replaces() ? " FINAL" : "")
            + (held.replaces() && held.marksDeletes() ? " WHERE _deleted = 0" : "");
    try {
      return Long.valueOf(server().rows("SELECT count()" + of).get(0)[0]);
    } catch (DeliveryException e) {
      problems.add(target + " was not counted: " + ConfiguredSecrets.hide(e.getMessage()));
      return null;
    }
  }

  private synchronized ClickHouseServer server() {
    if (server == null) {
      server = new ClickHouseServer(deliver.clickhouse(), LIMIT);
    }
    return server;
  }

  @PreDestroy
  synchronized void close() {
    if (server != null) {
      server.close();
    }
  }
}
