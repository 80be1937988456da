package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.SharedSandbox;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class TableComparisonIT {

  private static final TableName TABLE = new TableName("comparison", "parcels");
  private static final String TARGET = "comparison_parcels";
  private static final int ROWS = 20_000;

  private final ClickHouseService clickHouse = SharedSandbox.get().clickhouse();
  private final ClickHouseAccess endpoint =
      new ClickHouseAccess(
          clickHouse.url(), clickHouse.database(), clickHouse.user(), clickHouse.password());
  private Connection postgres;
  private TableComparison comparison;

  @BeforeEach
  void fillBothSides() throws Exception {
    postgres = SharedSandbox.get().postgres().connect();
    comparison = new TableComparison(postgres, endpoint);
    try (Statement statement = postgres.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA comparison;
          CREATE TABLE comparison.parcels (
            depot text, code uuid, number bigint, weight numeric(12,3), ratio float8, small real,
            fragile boolean, sent_on date, seen timestamp, seen_at timestamptz, note text,
            content jsonb, PRIMARY KEY (number, depot, code));
          INSERT INTO comparison.parcels
          SELECT (ARRAY['Ämål', 'aachen', 'Zug', '', 'Łódź'])[n %% 5 + 1], gen_random_uuid(), n %% 7 - 3,
            CASE WHEN n %% 11 > 0 THEN (n - 100) * 1.25 END, n / 7.0, n / 3.0, n %% 2 = 0,
            date '1950-01-01' + n, timestamp '2020-02-29 23:59:59' + n * interval '1.000001 s',
            timestamptz '1999-12-31 23:59:59.5+02' + n * interval '1 min',
            (ARRAY[NULL, '', E'tab\\tnew\\nline \\\\ "quoted"', '\\N', '🚚'])[n %% 5 + 1],
            CASE WHEN n %% 3 > 0 THEN jsonb_build_object('n', n / 10.0, 'of', 'x') END
          FROM generate_series(1, %d) n
          """
              .formatted(ROWS));
    }
    clickHouse.query(
        """
        CREATE OR REPLACE TABLE comparison_parcels (
          depot String, code UUID, number Int64, weight Nullable(Decimal(12,3)), ratio Float64,
          small Float32, fragile Bool, sent_on Date32, seen DateTime64(6),
          seen_at DateTime64(6, 'Asia/Tokyo'), note Nullable(String), content Nullable(String))
        ENGINE = MergeTree ORDER BY (number, depot, code)
        """);
    copy();
  }

  private void copy() throws Exception {
    StringWriter rows = new StringWriter();
    postgres
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("COPY (SELECT * FROM comparison.parcels) TO STDOUT", rows);
    clickHouse.query(
        "INSERT INTO comparison_parcels SETTINGS date_time_input_format = 'best_effort' FORMAT TSV\n"
            + rows);
  }

  @AfterEach
  void removeBothSides() throws Exception {
    try (Statement statement = postgres.createStatement()) {
      statement.execute("DROP SCHEMA comparison CASCADE");
    }
    postgres.close();
    clickHouse.query("DROP TABLE comparison_parcels");
  }

  @Test
  void aCopyIsTheSame() throws Exception {
    // When
    ComparisonResult result = comparison.compare(TABLE, TARGET);

    // Then
    assertThat(result.differences()).isEmpty();
    assertThat(result.same()).isTrue();
    assertThat(result.postgresRows()).isEqualTo(ROWS);
    assertThat(result.clickHouseRows()).isEqualTo(ROWS);
  }

  @Test
  void everyChangedValueIsFound() throws Exception {
    // Given
    int columns = 9;
    change("UPDATE comparison.parcels SET weight = weight + 0.001 WHERE weight = 0");
    change("UPDATE comparison.parcels SET note = '' WHERE sent_on = date '1950-01-01' + 5");
    change("UPDATE comparison.parcels SET note = NULL WHERE sent_on = date '1950-01-01' + 6");
    change(only("ratio = ratio + 1e-9", 7));
    change(only("small = small * 1.000001", 8));
    change(only("fragile = NOT fragile", 9));
    change(only("seen = seen + interval '1 microsecond'", 10));
    change(only("seen_at = seen_at - interval '1 microsecond'", 11));
    change(only("content = '{\"n\": 1.3, \"of\": \"x\"}'", 14));

    // When
    ComparisonResult result = comparison.compare(TABLE, TARGET);

    // Then
    assertThat(result.differenceCount()).isEqualTo(columns);
    assertThat(result.differences())
        .anyMatch(line -> line.endsWith(" weight: PostgreSQL '0.001', ClickHouse '0'"))
        .anyMatch(line -> line.endsWith(" note: PostgreSQL '', ClickHouse NULL"))
        .anyMatch(line -> line.endsWith(" note: PostgreSQL NULL, ClickHouse ''"))
        .anyMatch(line -> line.contains(" fragile: PostgreSQL 'true', ClickHouse 'false'"));
  }

  @Test
  void missingAndExtraRowsAreFound() throws Exception {
    // Given
    change("DELETE FROM comparison.parcels WHERE sent_on = date '1950-01-01' + 1");
    clickHouse.query("DELETE FROM comparison_parcels WHERE sent_on = toDate32('1950-01-01') + 2");

    // When
    ComparisonResult result = comparison.compare(TABLE, TARGET);

    // Then
    assertThat(result.differences())
        .hasSize(2)
        .anyMatch(line -> line.matches("\\[number=.*] is missing in ClickHouse"))
        .anyMatch(line -> line.matches("\\[number=.*] is in ClickHouse only"));
  }

  @Test
  void aColumnOfOneSideOnlyIsADifference() throws Exception {
    // Given
    clickHouse.query("ALTER TABLE comparison_parcels ADD COLUMN extra String");
    change("ALTER TABLE comparison.parcels ADD COLUMN fresh int");

    // When
    ComparisonResult result = comparison.compare(TABLE, TARGET);

    // Then
    assertThat(result.differences())
        .containsExactly(
            "column fresh is in PostgreSQL only", "column extra is in ClickHouse only");
  }

  @Test
  void aTableThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> comparison.compare(new TableName("comparison", "none"), TARGET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PostgreSQL has no table comparison.none");
  }

  private static String only(String assignment, int day) {
    return "UPDATE comparison.parcels SET %s WHERE sent_on = date '1950-01-01' + %d"
        .formatted(assignment, day);
  }

  private void change(String sql) throws Exception {
    try (Statement statement = postgres.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isLessThanOrEqualTo(1);
    }
  }
}
