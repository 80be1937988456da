package dev.caravan.capture.source;

import dev.caravan.capture.CaptureConfig;
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

  public ReplicationSlot(CaptureConfig config) {
    this.name = config.slot();
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
   * @param snapshot the name other transactions import the snapshot by, for as long as the
   *     connection that made the slot runs nothing else
   */
  public record Created(long lsn, String snapshot) {}

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

  /**
   * Checks that streaming can go on at a place.
   *
   * @param commitLsn where Kafka stands
   * @throws SourceRefusedException when the slot is gone, is not ours or has moved past the place
   */
  public void mustReach(Connection connection, long commitLsn) throws SQLException {
    State state =
        find(connection)
            .orElseThrow(
                () ->
                    new SourceRefusedException(
                        "the replication slot '%s' is gone, but Kafka holds changes up to %s: what came"
                                .formatted(name, LogSequenceNumber.valueOf(commitLsn))
                            + " after that can't be read any more. Take a new snapshot (see \"Starting"
                            + " over\" in the README), or point caravan.capture.slot at the right slot"));
    mustBeOurs(connection, state);
    if (state.lost()) {
      throw new SourceRefusedException(
          "the replication slot '%s' is lost: PostgreSQL has thrown away WAL it needs"
                  .formatted(name)
              + " (max_slot_wal_keep_size). Take a new snapshot (see \"Starting over\" in the README)");
    }
    if (Long.compareUnsigned(commitLsn, state.currentLsn()) > 0) {
      throw new SourceRefusedException(
          "Kafka holds changes up to %s, but PostgreSQL has written up to %s only: it was restored from"
                  .formatted(
                      LogSequenceNumber.valueOf(commitLsn),
                      LogSequenceNumber.valueOf(state.currentLsn()))
              + " an older state, or is another server. Correct caravan.postgres.host, or take a new"
              + " snapshot (see \"Starting over\" in the README)");
    }
    if (Long.compareUnsigned(state.confirmedLsn(), commitLsn) > 0) {
      throw new SourceRefusedException(
          "the replication slot '%s' has moved on to %s, but Kafka holds changes up to %s only: what is"
                  .formatted(
                      name,
                      LogSequenceNumber.valueOf(state.confirmedLsn()),
                      LogSequenceNumber.valueOf(commitLsn))
              + " between was read by someone else. Take a new snapshot (see \"Starting over\" in the"
              + " README)");
    }
  }

  /**
   * Makes the slot.
   *
   * @param announced whether Kafka knows that this capture was about to make it: a slot of the name
   *     is then left over from a start that died, and nothing depends on it
   * @throws SourceRefusedException when there is a slot that Kafka knows nothing of
   */
  public Created create(Connection query, Connection replication, boolean announced)
      throws SQLException {
    Optional<State> leftOver = find(query);
    if (leftOver.isPresent()) {
      mustBeOurs(query, leftOver.get());
      if (!announced) {
        throw new SourceRefusedException(
            "the replication slot '%s' exists, but Kafka holds no position for it: correct"
                    .formatted(name)
                + " caravan.kafka.bootstrap-servers, caravan.topic-prefix or caravan.capture.slot; or, to"
                + " start over, run SELECT pg_drop_replication_slot('%s')".formatted(name));
      }
      LOG.infof("Dropping the slot %s: a start died before anything was read from it", name);
      try (PreparedStatement drop =
          query.prepareStatement("SELECT pg_catalog.pg_drop_replication_slot(?)")) {
        drop.setString(1, name);
        drop.execute();
      }
    }
    try (Statement statement = replication.createStatement();
        ResultSet row =
            statement.executeQuery(
                "CREATE_REPLICATION_SLOT \"" + name + "\" LOGICAL pgoutput EXPORT_SNAPSHOT")) {
      row.next();
      long lsn = LogSequenceNumber.valueOf(row.getString("consistent_point")).asLong();
      return new Created(lsn, row.getString("snapshot_name"));
    } catch (SQLException e) {
      throw refusal(e);
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
