package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Has the server give up a connection whose other end is gone. By itself it would keep that of a
 * capture cut off, with its lock and the slot, for two hours, and nobody could take over.
 */
final class ServerPatience {

  private static final int KEEP_ALIVE_PROBES = 4;

  /** A reader may be busy handing over for a while; it sends signs of life every ten seconds. */
  private static final Duration SHORTEST_FOR_READERS = Duration.ofSeconds(60);

  private ServerPatience() {}

  static void limit(Connection connection, Duration silence) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings(silence)) {
        statement.execute(setting);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static List<String> settings(Duration silence) {
    long probe = Math.max(1, silence.toSeconds() / KEEP_ALIVE_PROBES);
    Duration twice = silence.multipliedBy(2);
    Duration reader = twice.compareTo(SHORTEST_FOR_READERS) < 0 ? SHORTEST_FOR_READERS : twice;
    return List.of(
        "SET tcp_keepalives_idle = " + probe,
        "SET tcp_keepalives_interval = " + probe,
        "SET tcp_keepalives_count = " + KEEP_ALIVE_PROBES,
        "SET tcp_user_timeout = " + silence.toMillis(),
        "SET wal_sender_timeout = " + reader.toMillis());
  }
}
