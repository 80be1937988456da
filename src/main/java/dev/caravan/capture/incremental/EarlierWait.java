package dev.caravan.capture.incremental;

import dev.caravan.capture.source.EarlierTransactions;
import dev.caravan.capture.source.VisibleTransactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Waits for the transactions that were under way when a table was published. */
final class EarlierWait {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Connection query;
  private final EarlierTransactions earlier;
  private final long since = System.nanoTime();

  /** Begins to wait for those under way now. */
  EarlierWait(Connection query) throws SQLException {
    this.query = query;
    this.earlier = EarlierTransactions.at(query);
  }

  /** What later ones change lies behind this WAL position. */
  long lsn() {
    return earlier.lsn();
  }

  /**
   * Whether they are over; tells who is waited for if not.
   *
   * @param fence forgets what is seen now; or null
   */
  boolean isOver(Fence fence, Patience patience) throws SQLException {
    VisibleTransactions now = look();
    if (fence != null) {
      fence.prune(now);
    }
    if (!earlier.areOver(now)) {
      reason().ifPresent(patience::tell);
      return false;
    }
    return true;
  }

  private VisibleTransactions look() throws SQLException {
    try (Statement statement = query.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_snapshot()::text")) {
      row.next();
      return VisibleTransactions.read(row.getString(1));
    }
  }

  /** Who is waited for, for people, once that takes long. */
  private Optional<String> reason() throws SQLException {
    return System.nanoTime() - since < PATIENCE_NANOS
        ? Optional.empty()
        : Optional.of(
            "transactions that began before are not over: " + EarlierTransactions.holders(query));
  }
}
