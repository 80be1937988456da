package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Application;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** The captures of one slot, of which one streams and others stand by. */
final class Captures {

  /** What is promised. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final IsolatedPipeline pipeline;
  private final String test;

  /**
   * @param test whose name stands before what is printed
   */
  Captures(IsolatedPipeline pipeline, Class<?> test) {
    this.pipeline = pipeline;
    this.test = test.getSimpleName();
  }

  /** One more. */
  Application.Builder another() {
    return pipeline.application().java("-Xmx256m").set("caravan.role", "capture");
  }

  /**
   * Waits until the other one streams, and prints how long that took.
   *
   * @param earlier the stream there was before
   * @return the stream there is now
   */
  int awaitTakeOver(String what, Instant since, Application next, int earlier) {
    Probes probes = new Probes(next);
    int stream =
        await("take-over after " + what)
            .atMost(LIMIT)
            .until(this::stream, now -> now != 0 && now != earlier);
    System.out.printf(
        "%s %s: the other one streams after %s%n",
        test, what, Duration.between(since, Instant.now()));
    assertThat(phase(probes)).isEqualTo("streaming");
    return stream;
  }

  /** Whatever the phase is, it is ready in it. */
  static void awaitPhase(Application application, String phase) {
    new Probes(application)
        .await(
            "it is " + phase, each -> phase(each).equals(phase) && each.isUp("ready", "capture"));
  }

  private static String phase(Probes probes) {
    return probes.check("ready", "capture").at("/data/phase").asText();
  }

  /** The process of PostgreSQL that streams from the slot. */
  int stream() throws SQLException {
    try (Connection connection = pipeline.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                    + pipeline.slot()
                    + "'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
