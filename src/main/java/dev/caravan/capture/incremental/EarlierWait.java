package dev.caravan.capture.incremental;

import dev.caravan.capture.source.EarlierTransactions;
import java.sql.Connection;
import java.sql.SQLException;
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

  boolean isOver() throws SQLException {
    return earlier.areOver(query);
  }

  /** Who is waited for, for people, once that takes long. */
  Optional<String> reason() throws SQLException {
    return System.nanoTime() - since < PATIENCE_NANOS
        ? Optional.empty()
        : Optional.of(
            "transactions that began before are not over: " + EarlierTransactions.holders(query));
  }
}
