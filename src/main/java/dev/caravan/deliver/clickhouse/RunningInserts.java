package dev.caravan.deliver.clickhouse;

import static dev.caravan.deliver.table.TargetName.literal;

import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.table.TargetName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for inserts that somebody else may have begun, on whichever server. */
final class RunningInserts {

  private static final Logger LOG = LoggerFactory.getLogger(RunningInserts.class);

  /** Between questions to a server that may answer none for long, and fail at once. */
  private static final long SILENT_MILLIS = 500;

  private final ClickHouseServer server;
  private final TargetName target;
  private final String prefix;

  /**
   * @param prefix what the query ids of inserts into the table begin with
   */
  RunningInserts(ClickHouseServer server, TargetName target, String prefix) {
    this.server = server;
    this.target = target;
    this.prefix = prefix;
  }

  /**
   * Waits until every insert has ended that runs now. One may run on a server that does not answer,
   * for as long as an insert may take.
   *
   * @param begunByUs whether all that may run there were begun by this process, which knows them
   * @throws DeliveryException when one takes longer than an insert may
   */
  void await(boolean begunByUs) {
    Map<String, Optional<Set<String>>> open = running();
    long deadline = System.nanoTime() + server.timeout().toNanos();
    while (!isOver(open, begunByUs)) {
      if (System.nanoTime() - deadline > 0) {
        if (open.values().stream().anyMatch(RunningInserts::isKnown)) {
          throw new DeliveryException(
              "an earlier insert into " + target + " still runs in ClickHouse: " + ids(open));
        }
        LOG.warn("ClickHouse at {} is silent; no insert runs there any more", open.keySet());
        return;
      }
      if (open.values().stream().allMatch(RunningInserts::isKnown)) {
        TableInspection.pause();
      } else {
        TableInspection.pause(SILENT_MILLIS);
      }
      open = remaining(open, running());
    }
  }

  private static boolean isOver(Map<String, Optional<Set<String>>> open, boolean begunByUs) {
    return begunByUs ? open.values().stream().noneMatch(RunningInserts::isKnown) : open.isEmpty();
  }

  private static boolean isKnown(Optional<Set<String>> ids) {
    return ids.isPresent();
  }

  private static Set<String> ids(Map<String, Optional<Set<String>>> open) {
    return open.values().stream()
        .flatMap(Optional::stream)
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  /** What ran before and runs still; of a server that was silent before, all that runs now. */
  static Map<String, Optional<Set<String>>> remaining(
      Map<String, Optional<Set<String>>> before, Map<String, Optional<Set<String>>> now) {
    Map<String, Optional<Set<String>>> remaining = new HashMap<>();
    before.forEach(
        (url, ids) -> {
          Optional<Set<String>> still = now.get(url);
          if (still == null) {
            return;
          }
          if (still.isPresent() && ids.isPresent()) {
            Set<String> both =
                ids.get().stream().filter(still.get()::contains).collect(Collectors.toSet());
            still = Optional.of(both);
          }
          if (still.isEmpty() || !still.get().isEmpty()) {
            remaining.put(url, still.or(() -> ids));
          }
        });
    return remaining;
  }

  /** The ids by server; nothing where it does not answer. */
  private Map<String, Optional<Set<String>>> running() {
    Map<String, Optional<Set<String>>> running = new HashMap<>();
    server
        .rowsOfEach(
            "SELECT query_id FROM system.processes WHERE startsWith(query_id, "
                + literal(prefix)
                + ")")
        .forEach(
            (url, rows) -> {
              Optional<Set<String>> ids = rows.map(RunningInserts::firsts);
              if (ids.isEmpty() || !ids.get().isEmpty()) {
                running.put(url, ids);
              }
            });
    return running;
  }

  private static Set<String> firsts(List<String[]> rows) {
    return rows.stream().map(row -> row[0]).collect(Collectors.toSet());
  }
}
