package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Waits for the {@link CaptureLock} on a connection of its own, which becomes the lock's session.
 */
public final class LockWait {

  private static final Logger LOG = Logger.getLogger(LockWait.class);

  private static final long LOOK_EVERY_MILLIS = 500;

  /** Who has the lock is asked less often: it takes all locks of the server to know. */
  private static final int LOOKS_A_HOLDER = 10;

  private final PostgresAccess postgres;
  private final String slot;
  private final Duration term;
  private final boolean chosen;

  /**
   * @param term how long PostgreSQL keeps the lock for a session that is silent
   * @param chosen whether somebody else has decided whose turn it is: a session that keeps the lock
   *     nevertheless is ended
   */
  public LockWait(PostgresAccess postgres, String slot, Duration term, boolean chosen) {
    this.postgres = postgres;
    this.slot = slot;
    this.term = term;
    this.chosen = chosen;
  }

  /**
   * Takes the lock, and waits while another capture has it.
   *
   * @param stopping whether to give up waiting
   * @param standingBy told who has the lock as long as somebody has
   * @return nothing when told to stop before
   * @throws SourceRefusedException when the server can't be captured
   */
  public Optional<CaptureLock> await(BooleanSupplier stopping, Consumer<LockHolder> standingBy)
      throws SQLException, InterruptedException {
    Connection session = postgres.query(term);
    CaptureLock lock = null;
    try {
      SourceCheck.run(session);
      lend(session);
      lock = take(session, stopping, standingBy);
      return Optional.ofNullable(lock);
    } finally {
      if (lock == null) {
        session.close();
      }
    }
  }

  private void lend(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("SET idle_session_timeout = " + term.toMillis());
    }
  }

  /** Null when told to stop. */
  private CaptureLock take(
      Connection session, BooleanSupplier stopping, Consumer<LockHolder> standingBy)
      throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    for (int look = 0; !stopping.getAsBoolean(); look++) {
      long asked = System.nanoTime();
      if (isTaken(session)) {
        if (look > 0) {
          LOG.infof(
              "This capture takes over slot %s, after it has stood by for %d s",
              slot, Duration.ofNanos(asked - begin).toSeconds());
        }
        return new CaptureLock(slot, term, LockKeeper.start(session, term, asked));
      }
      if (look % LOOKS_A_HOLDER == 0) {
        LockHolder holder = LockHolder.find(session, name());
        standingBy.accept(holder);
        if (chosen && look > 0 && holder.pid() != 0) {
          end(session, holder);
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return null;
  }

  private boolean isTaken(Connection session) throws SQLException {
    try (PreparedStatement statement =
        session.prepareStatement(
            "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended(?, 0))")) {
      statement.setString(1, name());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private void end(Connection session, LockHolder holder) throws SQLException {
    LOG.warnf(
        "Ending PostgreSQL's %s, which keeps the lock on slot %s though it is not its turn",
        holder.description(), slot);
    try (PreparedStatement statement =
        session.prepareStatement("SELECT pg_catalog.pg_terminate_backend(?)")) {
      statement.setInt(1, holder.pid());
      statement.execute();
    }
  }

  private String name() {
    return "caravan capture " + slot;
  }
}
