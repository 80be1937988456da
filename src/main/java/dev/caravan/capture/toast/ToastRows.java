package dev.caravan.capture.toast;

import dev.caravan.capture.source.SourceRefusedException;
import dev.caravan.change.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Fills the events of one table from its rows. */
final class ToastRows {

  private static final Logger LOG = Logger.getLogger(ToastRows.class);
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** The table was altered after it was looked up, or its key was before. */
  private static final Set<String> ALTERED = Set.of("42703", "42P01", "42883", "42804");

  private static final String DATA_EXCEPTION_CLASS = "22";
  private static final int TRIES = 3;

  private final ToastReader reader;
  private final BooleanSupplier stopping;

  ToastRows(ToastReader reader, BooleanSupplier stopping) {
    this.reader = reader;
    this.stopping = stopping;
  }

  /**
   * What a query brought.
   *
   * @param columns those the table has
   * @param rows their texts by the key; no entry for a row that is gone
   * @param altered whether rows may be there that could not be asked for
   */
  private record Read(List<String> columns, Map<List<String>, String[]> rows, boolean altered) {}

  /**
   * Puts the rows' values into the events.
   *
   * @return the characters of each row's values
   */
  List<Long> fill(TableName table, LackingColumns lacking, List<PendingValues.Event> events)
      throws SQLException {
    Read read = read(table, lacking, events);
    List<Long> lengths = new ArrayList<>();
    Set<String> lost = new TreeSet<>();
    for (PendingValues.Event event : events) {
      String[] texts = read.altered() ? null : read.rows().get(EventValues.key(event));
      Map<String, String> values = new HashMap<>();
      long length = 0;
      for (int i = 0; texts != null && i < texts.length; i++) {
        values.put(read.columns().get(i), texts[i]);
        length += texts[i] == null ? 0 : texts[i].length();
      }
      lengths.add(length);
      List<String> unavailable = EventValues.put(event, values);
      if (texts != null || read.altered()) {
        lost.addAll(unavailable);
      }
    }
    if (!lost.isEmpty()) {
      LOG.warnf(
          "%s was altered before %s could be read for up to %d updates that left these columns"
              + " unchanged; the updates are marked as incomplete. To send the rows again run"
              + " UPDATE %s SET <column> = <column>",
          table, lost, events.size(), table.quoted());
    }
    return lengths;
  }

  private Read read(TableName table, LackingColumns lacking, List<PendingValues.Event> events)
      throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        return readNow(table, lacking, events);
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (INSUFFICIENT_PRIVILEGE.equals(state)) {
          throw new SourceRefusedException(
              "caravan.postgres.user may not read all of %s, whose large values PostgreSQL does not"
                      .formatted(table)
                  + " send with each update (%s): let its owner run GRANT SELECT ON %s, or"
                      .formatted(e.getMessage(), table.quoted())
                  + " where it has row-level security, ALTER ROLE ... BYPASSRLS",
              e);
        }
        boolean locked = LOCK_NOT_AVAILABLE.equals(state) && !stopping.getAsBoolean();
        boolean altered = ALTERED.contains(state) || state.startsWith(DATA_EXCEPTION_CLASS);
        if (altered && tries >= TRIES) {
          return new Read(List.of(), Map.of(), true);
        }
        if (!locked && !altered) {
          throw e;
        }
      }
    }
  }

  private Read readNow(TableName table, LackingColumns lacking, List<PendingValues.Event> events)
      throws SQLException {
    ToastedTable now = reader.table(table);
    if (lacking.key().isEmpty() || !now.types().keySet().containsAll(lacking.key())) {
      return new Read(List.of(), Map.of(), true);
    }
    Map<List<String>, Integer> numbers = new LinkedHashMap<>();
    events.forEach(event -> numbers.putIfAbsent(EventValues.key(event), numbers.size()));
    List<String> columns = lacking.presentIn(now);
    Map<Integer, String[]> found =
        reader.read(
            new RowQuery(table, now.partitioned(), lacking.key(), columns),
            List.copyOf(numbers.keySet()));
    Map<List<String>, String[]> rows = new HashMap<>();
    numbers.forEach((key, number) -> rows.put(key, found.get(number)));
    return new Read(columns, rows, false);
  }
}
