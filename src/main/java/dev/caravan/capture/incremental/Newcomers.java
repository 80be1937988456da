package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.source.CapturedTables;
import dev.caravan.capture.source.FoundTables;
import dev.caravan.capture.source.Publications;
import dev.caravan.capture.source.SourceRefusedException;
import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds the tables that are to be captured and are not, and publishes them. Not safe for use by
 * several threads.
 */
final class Newcomers {

  private static final Duration LOCK_PATIENCE = Duration.ofMillis(500);
  private static final long REFUSED_NANOS = Duration.ofSeconds(5).toNanos();

  private final CaptureParts parts;
  private final Connection query;
  private final CapturedTables tables;
  private final Publications publications;
  private final Map<TableName, Long> refusedAt = new TreeMap<>();
  private Map<TableName, Boolean> there = Map.of();

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
          if (!isRefused(table) && (!published || !joined.test(table))) {
            newcomers.add(table);
          }
        });
    if (!newcomers.isEmpty()) {
      newcomers.retainAll(tables.find(query).all());
    }
    return newcomers;
  }

  /** Whether the table was there at the last look. */
  boolean exists(TableName table) {
    return there.containsKey(table);
  }

  /** Publishes a table, unless it is; why that is not to be done now, or nothing. */
  Optional<String> publish(TableName table) throws SQLException {
    FoundTables found = tables.find(query);
    Set<TableName> lacking = publications.lacking(query, found);
    try {
      publications.ensure(
          query, found.only(each -> each.equals(table) || !lacking.contains(each)), LOCK_PATIENCE);
      refusedAt.remove(table);
      return Optional.empty();
    } catch (SourceRefusedException | SQLException e) {
      refusedAt.put(table, System.nanoTime());
      return Optional.of(parts.hidden(e));
    }
  }

  private boolean isRefused(TableName table) {
    Long at = refusedAt.get(table);
    return at != null && System.nanoTime() - at < REFUSED_NANOS;
  }
}
