package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * The server process that streams from the slot, of which PostgreSQL allows one. To be asked by the
 * capture that has the {@link CaptureLock}: what streams then is left over from a capture that died
 * or was cut off, or is none of Caravan's.
 */
public final class SlotHolder {

  private static final Logger LOG = Logger.getLogger(SlotHolder.class);

  /** Whoever stops orderly ends its stream before it gives the lock back. */
  private static final Duration BY_ITSELF = Duration.ofMillis(500);

  /**
   * A process told to end says goodbye to its client first. When that is paused with its socket
   * full, the process waits there, and only being told once more makes it end unheard.
   */
  private static final Duration TOLD_AGAIN = Duration.ofSeconds(1);

  private static final Duration SOMEBODY_ELSE = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long LOOK_EVERY_MILLIS = 100;

  private static final String QUERY =
      """
      SELECT s.active_pid,
             coalesce(a.application_name = ? AND a.usename = current_user, false),
             format('process %s (%s of user %s from %s)', s.active_pid,
                    coalesce(nullif(a.application_name, ''), 'unnamed'), a.usename,
                    coalesce(host(a.client_addr), 'this host'))
      FROM pg_catalog.pg_replication_slots s
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = s.active_pid
      WHERE s.slot_name = ? AND s.active_pid IS NOT NULL
      """;

  /**
   * @param stale whether it is a stream of Caravan's own
   * @param description for people
   */
  private record Process(int pid, boolean stale, String description) {}

  private SlotHolder() {}

  /**
   * Waits until nobody streams from the slot, and ends a stale stream of Caravan's own that does
   * not end by itself: its other end may be paused or unreachable, which the server notices late.
   *
   * @param query where only the holder of the lock can ask, see {@link CaptureLock#session()}
   * @throws SlotInUseException when somebody else goes on streaming
   */
  public static void awaitRelease(Connection query, String slot, BooleanSupplier stopping)
      throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    int ended = 0;
    long told = 0;
    for (Optional<Process> holder = find(query, slot);
        holder.isPresent() && !stopping.getAsBoolean();
        holder = find(query, slot)) {
      Process process = holder.get();
      long waited = System.nanoTime() - begin;
      if (waited > (process.stale() ? LONGEST : SOMEBODY_ELSE).toNanos()) {
        throw new SlotInUseException(slot, process.description());
      }
      if (process.stale() && waited > BY_ITSELF.toNanos()) {
        if (process.pid() != ended) {
          LOG.warnf("Ending PostgreSQL's %s, left over on slot %s", process.description(), slot);
        }
        if (process.pid() != ended || waited - told > TOLD_AGAIN.toNanos()) {
          terminate(query, process.pid());
          ended = process.pid();
          told = waited;
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  private static Optional<Process> find(Connection query, String slot) throws SQLException {
    try (PreparedStatement statement = query.prepareStatement(QUERY)) {
      statement.setString(1, PostgresAccess.APPLICATION);
      statement.setString(2, slot);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Process(row.getInt(1), row.getBoolean(2), row.getString(3)))
            : Optional.empty();
      }
    }
  }

  private static void terminate(Connection query, int pid) throws SQLException {
    try (PreparedStatement statement =
        query.prepareStatement("SELECT pg_catalog.pg_terminate_backend(?)")) {
      statement.setInt(1, pid);
      statement.execute();
    }
  }
}
