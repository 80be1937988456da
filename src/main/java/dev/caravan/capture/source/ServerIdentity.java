package dev.caravan.capture.source;

import dev.caravan.capture.position.SourceServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;

/** Whether the server is still the one, with the history, that Kafka's position speaks of. */
public final class ServerIdentity {

  private final SourceServer server;
  private final TimelineHistory history;

  ServerIdentity(SourceServer server, TimelineHistory history) {
    this.server = server;
    this.history = history;
  }

  /**
   * Asks the server.
   *
   * @param replication a connection that speaks the replication protocol
   */
  public static ServerIdentity ask(Connection replication) throws SQLException {
    try (Statement statement = replication.createStatement()) {
      SourceServer server;
      try (ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
        row.next();
        server = new SourceServer(row.getString("systemid"), row.getInt("timeline"));
      }
      // The first one has no history.
      if (server.timeline() == 1) {
        return new ServerIdentity(server, TimelineHistory.read(""));
      }
      try (ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + server.timeline())) {
        row.next();
        return new ServerIdentity(server, TimelineHistory.read(row.getString("content")));
      }
    }
  }

  /** The server there is now. */
  public SourceServer server() {
    return server;
  }

  /**
   * Checks that what follows a place is the same as where the place was noted.
   *
   * @param noted the server it was noted of
   * @param highest the highest WAL position Kafka has an event of
   * @throws PlaceLostException when it is not
   */
  public void mustContinue(SourceServer noted, long highest) {
    Optional<String> problem = problem(noted, highest);
    if (problem.isPresent()) {
      throw new PlaceLostException(
          "%s. %s; or correct caravan.postgres.host"
              .formatted(problem.get(), PlaceLostException.REMEDY));
    }
  }

  Optional<String> problem(SourceServer noted, long highest) {
    if (noted.equals(server)) {
      return Optional.empty();
    }
    if (!noted.system().equals(server.system())) {
      return Optional.of(
          "Kafka holds changes of the PostgreSQL cluster %s, but this one is %s"
              .formatted(noted.system(), server.system()));
    }
    Optional<Long> end = history.end(noted.timeline());
    if (end.isPresent() && Long.compareUnsigned(highest, end.get()) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "Kafka holds changes up to %s of PostgreSQL's timeline %d, but this server writes timeline %d,"
                .formatted(
                    LogSequenceNumber.valueOf(highest).asString(),
                    noted.timeline(),
                    server.timeline())
            + (end.isPresent()
                ? " which left that one at "
                    + LogSequenceNumber.valueOf(end.get()).asString()
                    + ": it was restored or promoted without the changes after that"
                : " which does not come from that one: it was restored from an older state"));
  }
}
