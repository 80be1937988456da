package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.capture.PostgresConfig;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

@ExtendWith(SharedSandbox.class)
class SlotHolderIT {

  private static final String SLOT = "slotholderit";

  private PostgresAccess access;
  private Connection query;

  @BeforeEach
  void createSlot(Sandbox sandbox) throws SQLException {
    access = access(sandbox.postgres());
    query = access.query();
    execute("SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");
  }

  @AfterEach
  void dropSlot() throws Exception {
    execute(
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
            + SLOT
            + "'");
    SlotHolder.awaitRelease(query, SLOT, () -> false);
    execute("SELECT pg_drop_replication_slot('" + SLOT + "')");
    query.close();
  }

  @Test
  void endsAStreamLeftOver() throws Exception {
    // Given a stream of a capture that is not there any more
    try (Connection replication = access.replication()) {
      stream(replication, "none");

      // When
      SlotHolder.awaitRelease(query, SLOT, () -> false);

      // Then
      assertThat(activePid()).isNull();
    }
  }

  @Test
  void endsAStreamThatNobodyReads() throws Exception {
    // Given a stream of a paused capture, in the middle of more than its connection holds
    execute("CREATE TABLE public.unread (id bigint, filler text)");
    execute("CREATE PUBLICATION slotholderit FOR TABLE public.unread");
    try (Connection replication = access.replication()) {
      PGReplicationStream stream = stream(replication, "slotholderit");
      execute(
          "INSERT INTO public.unread SELECT i, repeat('x', 50) FROM generate_series(1, 400000) i");
      // So much has the connection's buffers grow to their size.
      for (int i = 0; i < 100_000; i++) {
        stream.read();
      }
      // For a while the system may find room for a goodbye, yet.
      await()
          .atMost(Duration.ofSeconds(30))
          .during(Duration.ofSeconds(6))
          .until(() -> "WalSenderWriteData".equals(waitsFor()));

      // When
      SlotHolder.awaitRelease(query, SLOT, () -> false);

      // Then
      assertThat(activePid()).isNull();
    } finally {
      execute("DROP PUBLICATION slotholderit");
      execute("DROP TABLE public.unread");
    }
  }

  @Test
  void namesSomebodyElse() throws Exception {
    // Given
    try (Connection replication = access.replication()) {
      execute(replication, "SET application_name = 'someone'");
      stream(replication, "none");

      // When, Then
      assertThatThrownBy(() -> SlotHolder.awaitRelease(query, SLOT, () -> false))
          .isInstanceOf(SlotInUseException.class)
          .hasMessageContaining(SLOT)
          .hasMessageContaining("process " + activePid())
          .hasMessageContaining("someone");
    }
  }

  private static PostgresAccess access(PostgresService server) {
    Map<String, String> values =
        Map.of(
            "caravan.postgres.host", server.host(),
            "caravan.postgres.port", Integer.toString(server.port()),
            "caravan.postgres.database", server.database(),
            "caravan.postgres.user", server.user(),
            "caravan.postgres.password", server.password());
    return new PostgresAccess(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(PostgresConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(PostgresConfig.class));
  }

  private static PGReplicationStream stream(Connection replication, String publication)
      throws SQLException {
    return replication
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withSlotName(SLOT)
        .withSlotOption("proto_version", 1)
        .withSlotOption("publication_names", publication)
        .start();
  }

  /** What PostgreSQL's process of the stream waits for. */
  private String waitsFor() throws SQLException {
    try (Statement statement = query.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT wait_event FROM pg_stat_activity WHERE pid = " + activePid())) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private Integer activePid() throws SQLException {
    try (Statement statement = query.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '" + SLOT + "'")) {
      row.next();
      return row.getObject(1, Integer.class);
    }
  }

  private void execute(String sql) throws SQLException {
    execute(query, sql);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
