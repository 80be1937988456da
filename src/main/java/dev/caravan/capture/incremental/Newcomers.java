package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.source.CapturedTables;
import dev.caravan.capture.source.FoundTables;
import dev.caravan.capture.source.Publications;
import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Finds the tables that are to be captured and are not, and publishes them: on a thread of its own,
 * for a table may be locked, and others are not to wait for that. For one thread that asks.
 */
final class Newcomers implements AutoCloseable {

  /** Long enough for PostgreSQL to end an autovacuum of the table that is in the way. */
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

  private static final long REFUSED_NANOS = Duration.ofSeconds(5).toNanos();

  private final CaptureParts parts;
  private final Connection query;
  private final CapturedTables tables;
  private final Publications publications;
  private final Map<TableName, Long> refusedAt = new TreeMap<>();
  private final Map<TableName, Future<Optional<String>>> underWay = new TreeMap<>();
  private final ExecutorService publisher = DaemonThreads.one("caravan-capture-publish");
  private Map<TableName, Boolean> there = Map.of();
  private FoundTables found = new FoundTables(List.of(), List.of());

  Newcomers(
      CaptureParts parts, Connection query, CapturedTables tables, Publications publications) {
    this.parts = parts;
    this.query = query;
    this.tables = tables;
    this.publications = publications;
  }

  /**
   * The tables that are to join now.
   *
   * @param joined whether a table has joined, or is about to
   */
  Set<TableName> look(Predicate<TableName> joined) throws SQLException {
    there = tables.names(query, publications);
    Set<TableName> newcomers = new TreeSet<>();
    there.forEach(
        (table, published) -> {
          if (!underWay.containsKey(table)
              && !isRefused(table)
              && (!published || !joined.test(table))) {
            newcomers.add(table);
          }
        });
    if (!newcomers.isEmpty()) {
      found = tables.find(query);
      newcomers.retainAll(found.all());
    }
    return newcomers;
  }

  /** Whether the table was there at the last look. */
  boolean exists(TableName table) {
    return there.containsKey(table);
  }

  /** Whether a table is about to be published. */
  boolean isUnderWay(TableName table) {
    return underWay.containsKey(table);
  }

  /** Begins to publish a table of the last look, unless it is. */
  void publish(TableName table) {
    FoundTables seen = found;
    underWay.put(table, publisher.submit(() -> publish(table, seen)));
  }

  /**
   * What has become of tables since this was last asked: why a table is not published, or nothing
   * when it is.
   */
  Map<TableName, Optional<String>> published() throws InterruptedException {
    Map<TableName, Optional<String>> done = new TreeMap<>();
    for (Map.Entry<TableName, Future<Optional<String>>> each : underWay.entrySet()) {
      if (each.getValue().isDone()) {
        done.put(each.getKey(), result(each.getValue()));
      }
    }
    done.forEach(
        (table, refused) -> {
          underWay.remove(table);
          refused.ifPresent(why -> refusedAt.put(table, System.nanoTime()));
        });
    return done;
  }

  private Optional<String> result(Future<Optional<String>> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      return Optional.of(parts.hidden(e.getCause()));
    }
  }

  private Optional<String> publish(TableName table, FoundTables seen) throws SQLException {
    try (Connection own = parts.postgres().query()) {
      Set<TableName> lacking = publications.lacking(own, seen);
      FoundTables published =
          publications.ensure(
              own, seen.only(each -> each.equals(table) || !lacking.contains(each)), LOCK_PATIENCE);
      return published.all().contains(table)
          ? Optional.empty()
          : Optional.of(publications.lackOfInserts(table));
    }
  }

  private boolean isRefused(TableName table) {
    Long at = refusedAt.get(table);
    return at != null && System.nanoTime() - at < REFUSED_NANOS;
  }

  @Override
  public void close() {
    publisher.shutdownNow();
  }
}
