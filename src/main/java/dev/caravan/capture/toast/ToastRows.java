package dev.caravan.capture.toast;

import dev.caravan.capture.relation.FieldName;
import dev.caravan.capture.source.SourceRefusedException;
import dev.caravan.change.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final int TRIES = 5;
  private static final Read ALTERED_SINCE = new Read(Map.of(), List.of(), true);

  private final ToastReader reader;
  private final BooleanSupplier stopping;

  // As last seen, by OID; what is read under these names is checked.
  private final Map<Integer, ToastedTable> tables = new HashMap<>();
  private final Set<Integer> warned = new HashSet<>();

  ToastRows(ToastReader reader, BooleanSupplier stopping) {
    this.reader = reader;
    this.stopping = stopping;
  }

  /**
   * What a query brought.
   *
   * @param rows the texts by the fields, by the key; no entry for a row that is gone
   * @param dropped columns that are not there any more
   * @param altered whether rows may be there that could not be asked for
   */
  private record Read(
      Map<List<String>, Map<String, String>> rows,
      List<LackingColumns.Column> dropped,
      boolean altered) {}

  /**
   * Puts the rows' values into the events.
   *
   * @return the characters of each row's values
   */
  List<Long> fill(LackingColumns lacking, List<PendingValues.Event> events) throws SQLException {
    Read read = read(lacking, events);
    List<Long> lengths = new ArrayList<>();
    Set<String> lost = new TreeSet<>();
    for (PendingValues.Event event : events) {
      Map<String, String> texts = read.altered() ? null : read.rows().get(event.event().keyTexts());
      List<String> unavailable = EventValues.put(event, texts == null ? Map.of() : texts);
      if (texts != null || read.altered()) {
        lost.addAll(unavailable);
      }
      lengths.add(length(texts));
    }
    TableName table = lacking.relation().table();
    if (!lost.isEmpty()) {
      LOG.warnf(
          "%s was altered before %s could be read for up to %d updates that left these columns"
              + " unchanged; the updates are marked as incomplete. To send the rows again run"
              + " UPDATE %s SET <column> = <column>",
          table, lost, events.size(), table.quoted());
    }
    if (!read.dropped().isEmpty() && warned.add(lacking.relation().oid())) {
      LOG.warnf(
          "%s was dropped from %s before the capture came to all updates that left it unchanged;"
              + " their rows have no value in it",
          read.dropped().stream().map(column -> FieldName.column(column.field())).toList(), table);
    }
    return lengths;
  }

  private static long length(Map<String, String> texts) {
    return texts == null
        ? 0
        : texts.values().stream().filter(Objects::nonNull).mapToLong(String::length).sum();
  }

  private Read read(LackingColumns lacking, List<PendingValues.Event> events) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        Read read = readNow(lacking, events);
        if (read != null) {
          return read;
        }
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (INSUFFICIENT_PRIVILEGE.equals(state)) {
          throw new SourceRefusedException(
              "caravan.postgres.user may not read all of %s, whose large values PostgreSQL does not"
                      .formatted(lacking.relation().table())
                  + " send with each update (%s): let its owner run GRANT SELECT ON %s, or"
                      .formatted(e.getMessage(), lacking.relation().table().quoted())
                  + " where it has row-level security, ALTER ROLE ... BYPASSRLS",
              e);
        }
        boolean locked = LOCK_NOT_AVAILABLE.equals(state) && !stopping.getAsBoolean();
        boolean altered = ALTERED.contains(state) || state.startsWith(DATA_EXCEPTION_CLASS);
        tables.remove(lacking.relation().oid());
        if (altered && tries >= TRIES) {
          return ALTERED_SINCE;
        }
        if (!locked && !altered) {
          throw e;
        }
      }
    }
  }

  /** Returns null when the table was altered between looking it up and reading. */
  private Read readNow(LackingColumns lacking, List<PendingValues.Event> events)
      throws SQLException {
    int oid = lacking.relation().oid();
    ToastedTable now = tables.get(oid);
    if (now == null || !lacking.isWithin(now)) {
      now = reader.table(oid);
      tables.put(oid, now);
    }
    if (lacking.key().isEmpty() || !now.hasAll(lacking.key())) {
      return ALTERED_SINCE;
    }
    Map<List<String>, Integer> numbers = new LinkedHashMap<>();
    events.forEach(event -> numbers.putIfAbsent(event.event().keyTexts(), numbers.size()));
    List<LackingColumns.Column> columns = lacking.readable(now);
    List<LackingColumns.Column> dropped = lacking.dropped(now);
    List<String> names = now.names(columns.stream().map(LackingColumns.Column::number).toList());
    ToastReader.Found found =
        reader.read(
            new RowQuery(now.name(), now.partitioned(), now.names(lacking.key()), names),
            oid,
            List.copyOf(numbers.keySet()));
    if (!found.table().equals(now)) {
      tables.put(oid, found.table());
      return null;
    }
    Map<List<String>, Map<String, String>> rows = new HashMap<>();
    numbers.forEach(
        (key, number) -> {
          String[] texts = found.rows().get(number);
          if (texts != null) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < texts.length; i++) {
              row.put(columns.get(i).field(), texts[i]);
            }
            dropped.forEach(column -> row.put(column.field(), column.empty()));
            rows.put(key, row);
          }
        });
    return new Read(rows, dropped, false);
  }
}
