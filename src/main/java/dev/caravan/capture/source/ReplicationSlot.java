package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postgresql.replication.LogSequenceNumber;

/** The logical replication slot. */
public final class ReplicationSlot {

  private static final Logger LOG = Logger.getLogger(ReplicationSlot.class);

  private final String name;

  public ReplicationSlot(String name) {
    this.name = name;
  }

  /**
   * A slot as PostgreSQL has it.
   *
   * @param plugin the output plug-in, {@code pgoutput} for a slot of ours
   * @param activePid the server process that streams from it, or null
   * @param confirmedLsn up to where its reader has confirmed
   * @param lost whether PostgreSQL has thrown WAL away that its reader has not read
   * @param currentLsn up to where PostgreSQL has written
   */
  public record State(
      String plugin,
      String database,
      Integer activePid,
      long confirmedLsn,
      boolean lost,
      long currentLsn) {}

  /**
   * A slot just made.
   *
   * @param lsn the consistent point: what committed before is in the snapshot, what commits later
   *     is in the stream
   * @param before up to where PostgreSQL had written just before; every change of the stream is
   *     later, also those made before the consistent point by transactions that commit after it
   * @param snapshot the name other transactions import the snapshot by, for as long as the
   *     connection that made the slot runs nothing else
   */
  public record Created(long lsn, long before, String snapshot) {}

  /** The slot's state, or nothing when there is none of the name. */
  public Optional<State> find(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT plugin, database, active_pid, confirmed_flush_lsn, wal_status = 'lost',"
                + " pg_catalog.pg_current_wal_lsn() FROM pg_catalog.pg_replication_slots WHERE slot_name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String confirmed = row.getString(4);
        return Optional.of(
            new State(
                row.getString(1),
                row.getString(2),
                row.getObject(3, Integer.class),
                confirmed == null ? 0 : LogSequenceNumber.valueOf(confirmed).asLong(),
                row.getBoolean(5),
                LogSequenceNumber.valueOf(row.getString(6)).asLong()));
      }
    }
  }

  /** Up to where PostgreSQL has written, or is about to. */
  public static long written(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_wal_insert_lsn()")) {
      row.next();
      return LogSequenceNumber.valueOf(row.getString(1)).asLong();
    }
  }

  /**
   * Checks that streaming can go on at a place.
   *
   * @param commitLsn where Kafka stands
   * @throws PlaceLostException when the slot is gone or lost, or has moved past the place
   * @throws SourceRefusedException when the slot is not ours
   */
  public void mustReach(Connection connection, long commitLsn) throws SQLException {
    Optional<State> state = find(connection);
    if (state.isPresent()) {
      mustBeOurs(connection, state.get());
    }
    Optional<String> problem = SlotPlace.problem(name, state, commitLsn);
    if (problem.isPresent()) {
      throw new PlaceLostException(problem.get());
    }
  }

  /**
   * Makes the slot.
   *
   * @param lock whose holder alone may take one out of the way
   * @param failover whether PostgreSQL's standbys are to keep it, where the server can have them
   * @param announced whether Kafka knows that this capture was about to make it: nothing depends on
   *     a slot of the name then
   * @throws PlaceLostException when there is a slot that Kafka knows nothing of
   */
  public Created create(
      Connection query,
      CaptureLock lock,
      Connection replication,
      boolean failover,
      boolean announced)
      throws SQLException, InterruptedException {
    Optional<State> leftOver = find(query);
    if (leftOver.isPresent()) {
      mustBeOurs(query, leftOver.get());
      if (!announced) {
        throw new PlaceLostException(
            "the replication slot '%s' exists, but Kafka holds no position for it: correct"
                    .formatted(name)
                + " caravan.kafka.bootstrap-servers, caravan.topic-prefix or caravan.capture.slot. Where"
                + " Kafka has lost its topics, run TRUNCATE TABLE on the tables in ClickHouse and then: "
                + PlaceLostException.REMEDY);
      }
      drop(lock);
    }
    long before = written(query);
    try (Statement statement = replication.createStatement();
        ResultSet row =
            statement.executeQuery(FailoverSlot.creation(replication, name, failover))) {
      row.next();
      long lsn = LogSequenceNumber.valueOf(row.getString("consistent_point")).asLong();
      return new Created(lsn, before, row.getString("snapshot_name"));
    } catch (SQLException e) {
      throw refusal(e);
    }
  }

  /** A capture that lost the lock unawares must not drop the slot of the one that has it now. */
  private void drop(CaptureLock lock) throws SQLException, InterruptedException {
    LOG.infof("Dropping the slot %s, which a new snapshot replaces", name);
    SlotHolder.awaitRelease(lock.session(), name, () -> false);
    try (PreparedStatement drop =
        lock.session().prepareStatement("SELECT pg_catalog.pg_drop_replication_slot(?)")) {
      drop.setString(1, name);
      drop.execute();
    }
  }

  private void mustBeOurs(Connection connection, State state) throws SQLException {
    if (!"pgoutput".equals(state.plugin()) || !connection.getCatalog().equals(state.database())) {
      throw new SourceRefusedException(
          "the replication slot '%s' belongs to plug-in %s and database %s: set caravan.capture.slot to"
                  .formatted(name, state.plugin(), state.database())
              + " a name of its own");
    }
  }

  private SQLException refusal(SQLException e) {
    if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
      throw new SourceRefusedException(
          "caravan.postgres.user may not create a replication slot (%s): run ALTER ROLE ... REPLICATION"
              .formatted(e.getMessage()),
          e);
    }
    if (SqlStates.CONFIGURATION_LIMIT_EXCEEDED.equals(e.getSQLState())) {
      throw new SourceRefusedException(
          "PostgreSQL has no replication slot left (%s): raise max_replication_slots and restart it, or"
                  .formatted(e.getMessage())
              + " drop a slot nobody uses",
          e);
    }
    return e;
  }
}
