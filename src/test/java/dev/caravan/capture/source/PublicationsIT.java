package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class PublicationsIT {

  private static final String NAME = "publicationsit";
  private static final TableName KEYED = new TableName("public", "keyed");
  private static final TableName KEYLESS = new TableName("public", "keyless");
  private static final FoundTables TABLES = new FoundTables(List.of(KEYED), List.of(KEYLESS));

  private Sandbox sandbox;
  private Connection connection;

  @BeforeEach
  void createDatabase(Sandbox sandbox) throws SQLException {
    this.sandbox = sandbox;
    try (Connection admin = sandbox.postgres().connect();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + NAME);
    }
    PostgresService server = sandbox.postgres();
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), NAME),
            server.user(),
            server.password());
    sql("CREATE TABLE keyed (id int PRIMARY KEY)");
    sql("CREATE TABLE keyless (id int)");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    sql(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            + " WHERE slot_name = '"
            + NAME
            + "'");
    connection.close();
    try (Connection admin = sandbox.postgres().connect();
        Statement statement = admin.createStatement()) {
      statement.execute("DROP DATABASE " + NAME + " WITH (FORCE)");
    }
  }

  private void sql(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Reads what the slot has, as a capture would, and moves it on. */
  private int read(Publications publications) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FILTER (WHERE get_byte(data, 0) = ascii('I'))"
                    + " FROM pg_logical_slot_get_binary_changes('"
                    + NAME
                    + "', NULL, NULL, 'proto_version', '1', 'publication_names', '"
                    + String.join(",", publications.names())
                    + "')")) {
      row.next();
      return row.getInt(1);
    }
  }

  private void createSlot() throws SQLException {
    sql("SELECT pg_create_logical_replication_slot('" + NAME + "', 'pgoutput')");
  }

  @Test
  void publishesAllTablesFromBeforeTheSlot() throws SQLException {
    // Given
    Publications publications = new Publications("p");

    // When
    FoundTables published = publications.ensure(connection, TABLES);
    createSlot();
    sql("INSERT INTO keyed VALUES (1)");
    sql("INSERT INTO keyless VALUES (1), (2)");
    sql("UPDATE keyless SET id = 3");

    // Then
    assertThat(published).isEqualTo(TABLES);
    assertThat(publications.names()).containsExactly("p", "p_inserts");
    assertThat(read(publications)).isEqualTo(3);
  }

  @Test
  void losesNothingOfATableThatMoves() throws SQLException {
    // Given
    Publications publications = new Publications("p");
    publications.ensure(connection, TABLES);
    createSlot();

    // When
    sql("INSERT INTO keyed VALUES (1)");
    sql("ALTER TABLE keyed DROP CONSTRAINT keyed_pkey");
    sql("INSERT INTO keyed VALUES (2)");
    assertThat(publications.holdKeyless(connection)).isTrue();
    publications.ensure(connection, new FoundTables(List.of(), List.of(KEYED, KEYLESS)));
    sql("INSERT INTO keyed VALUES (3)");
    sql("UPDATE keyed SET id = id + 1");

    // Then
    assertThat(publications.holdKeyless(connection)).isFalse();
    assertThat(read(publications)).isEqualTo(3);
  }

  @Test
  void onlyAddsToAPublicationOfSomebodyElse() throws SQLException {
    // Given
    sql("CREATE TABLE theirs (id int PRIMARY KEY)");
    sql("CREATE PUBLICATION p FOR TABLE theirs WITH (publish_via_partition_root = true)");
    Publications publications = new Publications("p");

    // When
    publications.ensure(connection, TABLES);

    // Then
    Publication.State state =
        new Publication("p", List.of("insert", "update", "delete", "truncate")).find(connection);
    assertThat(state.ours()).isFalse();
    assertThat(state.tables()).containsExactly(KEYED, new TableName("public", "theirs"));
  }

  @Test
  void refusesAPublicationOfSomeColumns() throws SQLException {
    // Given
    sql("CREATE TABLE theirs (id int PRIMARY KEY, secret text, name text)");
    sql(
        "CREATE PUBLICATION p FOR TABLE theirs (id, name)"
            + " WITH (publish_via_partition_root = true)");
    Publications publications = new Publications("p");

    // Then
    assertThatThrownBy(() -> publications.ensure(connection, TABLES))
        .isInstanceOf(SourceRefusedException.class)
        .hasMessageContaining("some columns of theirs")
        .hasMessageContaining("column.exclude.list");
  }

  @Test
  void goesOnWithoutTheSecondPublicationWhileItIsYoungerThanWhatIsRead() throws SQLException {
    // Given a slot that is older than the second publication, and something to read in between
    sql("CREATE PUBLICATION p WITH (publish_via_partition_root = true)");
    sql("ALTER PUBLICATION p ADD TABLE keyed");
    createSlot();
    sql("INSERT INTO keyed VALUES (1)");
    Publications publications = new Publications("p");
    publications.ensure(connection, TABLES);
    sql("INSERT INTO keyed VALUES (2)");

    // When
    Throwable failure = catchThrowable(() -> read(publications));

    // Then
    assertThat(publications.wereTooNew(new IllegalStateException("the stream ended", failure)))
        .isTrue();
    assertThat(publications.names()).containsExactly("p");
    assertThat(read(publications)).isEqualTo(2);

    // And it is read as soon as the slot has passed its making
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              sql("SELECT pg_current_xact_id()");
              sql("CHECKPOINT");
              read(publications);
              return publications.mayBeReadNow(connection, NAME);
            });
    assertThat(publications.names()).containsExactly("p", "p_inserts");
    sql("INSERT INTO keyless VALUES (1)");
    assertThat(read(publications)).isEqualTo(1);
  }
}
