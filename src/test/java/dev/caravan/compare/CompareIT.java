package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class CompareIT {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Sandbox sandbox;

  @BeforeEach
  void fillBothSides(Sandbox sandbox) throws Exception {
    this.sandbox = sandbox;
    postgres(
        "CREATE SCHEMA compared",
        "CREATE TABLE compared.\"odd.name\" (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (2 * id) STORED)",
        "INSERT INTO compared.\"odd.name\" SELECT generate_series(1, 3)",
        "CREATE TABLE compared.letters (letter text, number int, list int[])",
        "INSERT INTO compared.letters VALUES ('a', 1, '{1}'), ('a', 1, '{1}'), ('b', NULL, '{2}'), (NULL, 2, NULL)",
        "CREATE TABLE compared.unmatched (id int PRIMARY KEY)");
    clickhouse(
        "CREATE DATABASE compared",
        "CREATE VIEW compared.`odd.name` AS SELECT arrayJoin([3, 1, 2])::Int32 AS id",
        """
        CREATE VIEW compared.letters AS SELECT * FROM values(
          'letter Nullable(String), number Nullable(Int32), list Nullable(String)',
          ('b', NULL, '{2}'), ('a', 1, '{1}'), (NULL, 2, NULL), ('a', 1, '{1}'))
        """);
  }

  @AfterEach
  void removeBothSides() throws Exception {
    postgres("DROP SCHEMA compared CASCADE");
    clickhouse("DROP DATABASE compared");
  }

  @Test
  void endsWithNothingToSayWhenAllIsTheSame() throws Exception {
    // When
    int exit = compare("--all");

    // Then
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            compared.letters: 4 rows in PostgreSQL, 4 in ClickHouse, all the same
            compared.odd.name: 3 rows in PostgreSQL, 3 in ClickHouse, all the same (without the generated column twice)
            """);
    assertThat(exit).isEqualTo(Compare.SAME);
  }

  @Test
  void rowsWithoutAKeyAreCounted() throws Exception {
    // Given
    postgres(
        "DELETE FROM compared.letters WHERE ctid = '(0,1)'",
        "INSERT INTO compared.letters VALUES ('c', 3, NULL), ('c', 3, NULL)",
        "DELETE FROM compared.letters WHERE number = 2");

    // When
    int exit = compare("compared.letters", "--settle", "1");

    // Then
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            compared.letters: 4 rows in PostgreSQL, 4 in ClickHouse, 3 differences
              [letter=a, number=1, list={1}] is in PostgreSQL 1 times, in ClickHouse 2
              [letter=c, number=3, list=null], 2 times, is missing in ClickHouse
              [letter=null, number=2, list=null] is in ClickHouse only
            """);
    assertThat(exit).isEqualTo(Compare.DIFFERENT);
  }

  @Test
  void whatCannotBeComparedIsNamed() throws Exception {
    assertThat(compare("compared.unmatched")).isEqualTo(Compare.NOT_COMPARED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("compare: ClickHouse at " + sandbox.clickhouse().url() + " refuses: ")
        .contains("unmatched");
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    assertThat(compare("--postgres-port=1", "compared.letters")).isEqualTo(Compare.NOT_COMPARED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("compare: PostgreSQL: Connection to ");
  }

  private int compare(String... arguments) throws InterruptedException {
    PostgresService postgres = sandbox.postgres();
    ClickHouseService clickhouse = sandbox.clickhouse();
    Map<String, String> environment = new HashMap<>();
    environment.put("CARAVAN_POSTGRES_HOST", postgres.host());
    environment.put("CARAVAN_POSTGRES_PORT", Integer.toString(postgres.port()));
    environment.put("CARAVAN_POSTGRES_DATABASE", postgres.database());
    environment.put("CARAVAN_POSTGRES_USER", postgres.user());
    environment.put("CARAVAN_POSTGRES_PASSWORD", postgres.password());
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_URL", clickhouse.url());
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_DATABASE", "compared");
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_USER", clickhouse.user());
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_PASSWORD", clickhouse.password());
    return Compare.run(
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private void postgres(String... statements) throws Exception {
    try (Connection connection = sandbox.postgres().connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void clickhouse(String... statements) {
    for (String sql : statements) {
      sandbox.clickhouse().query(sql);
    }
  }
}
