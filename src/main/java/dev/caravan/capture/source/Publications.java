package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * The two publications a slot is read with: one of every change, and {@code <name>_inserts} for the
 * tables without a replica identity, whose updates PostgreSQL would refuse if they were in the
 * first. A table moves between them in one transaction, so no insert is published by neither.
 *
 * <p>Both are made before the slot, the second one also while it is empty: PostgreSQL reads old WAL
 * with the catalog of its time, and fails at a publication that was made later. Where the second
 * was made later nevertheless, by hand or because the slot is older, reading goes on without it
 * until the slot has passed its making.
 */
public final class Publications {

  private static final Logger LOG = Logger.getLogger(Publications.class);

  /** A table that is being altered must not hold the capture up for longer. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(5);

  private static final String PASSED =
      """
      SELECT pg_catalog.age(p.xmin) > pg_catalog.age(s.catalog_xmin)
      FROM pg_catalog.pg_publication p, pg_catalog.pg_replication_slots s
      WHERE p.pubname = ? AND s.slot_name = ?
      """;

  private final Publication changes;
  private final Publication inserts;
  private volatile boolean insertsExist;
  private boolean insertsTooNew;

  public Publications(String name) {
    this.changes = new Publication(name, List.of("insert", "update", "delete", "truncate"));
    this.inserts = new Publication(name + "_inserts", List.of("insert", "truncate"));
  }

  /**
   * Makes the publications hold the tables. What holds them already is not touched, so publications
   * made by the owner of the tables need no rights here.
   *
   * @return the tables that are published now
   * @throws SourceRefusedException when a change is needed and the user may not make it
   */
  public FoundTables ensure(Connection connection, FoundTables tables) throws SQLException {
    return ensure(connection, tables, START_PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long to wait for somebody's lock on a table that is to be published
   */
  public synchronized FoundTables ensure(
      Connection connection, FoundTables tables, Duration patience) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '" + patience.toMillis() + "ms'");
      FoundTables published = ensureNow(connection, tables);
      connection.commit();
      return published;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** The tables no publication holds yet; none while there are no publications. */
  public Set<TableName> lacking(Connection connection, FoundTables tables) throws SQLException {
    Publication.State all = changes.find(connection);
    Publication.State some = inserts.find(connection);
    if (all == null) {
      return Set.of();
    }
    Set<TableName> lacking = new TreeSet<>(tables.all());
    lacking.removeAll(all.tables());
    lacking.removeAll(some == null ? Set.of() : some.tables());
    return lacking;
  }

  /** What is missing for a table without a replica identity, for people. */
  public String lackOfInserts(TableName table) {
    return "it has no replica identity, and there is no publication for tables of that kind; let"
        + " their owner run: "
        + inserts.creation(List.of(table));
  }

  /** The name of the publication of every change. */
  String changesName() {
    return changes.name();
  }

  /** The name of the publication for tables without a replica identity. */
  String insertsName() {
    return inserts.name();
  }

  private FoundTables ensureNow(Connection connection, FoundTables tables) throws SQLException {
    Publication.State all = changes.find(connection);
    Publication.State some = inserts.find(connection);
    List<TableName> keyless = new ArrayList<>(tables.keyless());
    if (all == null) {
      changes.create(connection, tables.keyed());
    } else {
      changes.hold(connection, all, tables.keyed());
      if (!all.ours() && keyless.removeAll(all.tables())) {
        LOG.warnf(
            "PostgreSQL refuses UPDATE and DELETE of tables without a replica identity while the"
                + " publication %s holds them; Caravan did not make it, so let its owner take them out",
            changes.name());
      }
    }
    List<TableName> published = new ArrayList<>(tables.keyless());
    insertsExist = true;
    if (some != null) {
      inserts.hold(connection, some, keyless);
    } else if (!created(connection, keyless)) {
      insertsExist = false;
      published.removeAll(keyless);
    }
    return new FoundTables(tables.keyed(), published);
  }

  private boolean created(Connection connection, List<TableName> keyless) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      inserts.create(connection, keyless);
      return true;
    } catch (SourceRefusedException e) {
      connection.rollback(before);
      if (!keyless.isEmpty()) {
        LOG.warnf(
            "%s are not captured: they have no replica identity, and there is no publication for"
                + " tables of that kind. Let their owner run: %s",
            keyless, inserts.creation(keyless));
      }
      return false;
    }
  }

  /** The publications to read the slot with, after {@link #ensure}. */
  public List<String> names() {
    return insertsExist && !insertsTooNew
        ? List.of(changes.name(), inserts.name())
        : List.of(changes.name());
  }

  /**
   * Notes that reading failed because the slot has not passed the making of the second publication.
   *
   * @return whether that is why; reading is then to be begun again, with other {@link #names()}
   */
  public boolean wereTooNew(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && SqlStates.UNDEFINED_OBJECT.equals(sql.getSQLState())
          && String.valueOf(sql.getMessage()).contains('"' + inserts.name() + '"')) {
        LOG.warnf(
            "The publication %s is newer than what is to be read now; until that is read, inserts"
                + " into the tables it holds are not captured",
            inserts.name());
        insertsTooNew = true;
        return true;
      }
    }
    return false;
  }

  /** Whether reading is to be begun again because the second publication can be read by now. */
  boolean mayBeReadNow(Connection connection, String slot) throws SQLException {
    if (!insertsTooNew) {
      return false;
    }
    try (PreparedStatement statement = connection.prepareStatement(PASSED)) {
      statement.setString(1, inserts.name());
      statement.setString(2, slot);
      try (ResultSet row = statement.executeQuery()) {
        insertsTooNew = !(row.next() && row.getBoolean(1));
      }
    }
    if (!insertsTooNew) {
      LOG.infof("Inserts into the tables of the publication %s are captured", inserts.name());
    }
    return !insertsTooNew;
  }

  /** Whether the first publication, made by Caravan, holds a table that lost its identity. */
  boolean holdKeyless(Connection connection) throws SQLException {
    return changes.holdsKeyless(connection);
  }
}
