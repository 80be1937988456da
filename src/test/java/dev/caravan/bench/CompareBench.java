package dev.caravan.bench;

import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Report;
import dev.caravan.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** {@code ./compare} over a table that is the same on both sides, by keys of two types. */
final class CompareBench implements Bench {

  private static final String COLUMNS = "id, code, customer, amount, placed_at, note";

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public int size() {
    return 5_000_000;
  }

  @Override
  public int toySize() {
    return 2_000;
  }

  @Override
  public Report run(BenchRun run) throws Exception {
    run.say("Writing %,d rows on both sides", run.size());
    writePostgres(run);
    writeClickHouse(run);
    List<Peer> peers =
        List.of(
            new ComparePeer("key bigint", "bench.by_number", run.size(), run.sandbox()),
            new ComparePeer("key text", "bench.by_text", run.size(), run.sandbox()));
    return new Report(
        name(),
        String.format(
            Locale.ROOT,
            "./compare of %,d rows of six columns, the same on both sides",
            run.size()),
        run.rounds(),
        Metric.ROWS_PER_SECOND,
        run.measure(peers, Metric.ROWS_PER_SECOND),
        List.of("The whole command, its start included. ClickHouse's peak is that of the query."));
  }

  private static void writePostgres(BenchRun run) throws Exception {
    try (Connection connection = run.sandbox().postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA bench");
      statement.execute(
          """
          CREATE TABLE bench.by_number AS
          SELECT i AS id, md5(i::text) AS code, (i %% 100000)::int AS customer,
            (i %% 1000000 * 0.01)::numeric(12,2) AS amount,
            timestamptz '2026-01-01 00:00:00+00' + i * interval '1 s' AS placed_at,
            CASE WHEN i %% 10 > 0 THEN 'order ' || i END AS note
          FROM generate_series(1::bigint, %d) i
          """
              .formatted(run.size()));
      statement.execute("ALTER TABLE bench.by_number ADD PRIMARY KEY (id)");
      statement.execute("CREATE TABLE bench.by_text AS TABLE bench.by_number");
      statement.execute("ALTER TABLE bench.by_text ADD PRIMARY KEY (code)");
      statement.execute("ANALYZE");
    }
  }

  /** As Caravan makes them, an old version of each tenth row included. */
  private static void writeClickHouse(BenchRun run) {
    Sandbox sandbox = run.sandbox();
    for (String[] table : new String[][] {{"by_number", "id"}, {"by_text", "code"}}) {
      sandbox
          .clickhouse()
          .query(
              """
              CREATE TABLE %1$s_final (id Int64, code String, customer Int32, amount Decimal(12, 2),
                placed_at DateTime64(6, 'UTC'), note Nullable(String), _version UInt64, _deleted UInt8)
              ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY %2$s
              """
                  .formatted(table[0], table[1]));
      insert(run, table[0], 10, "'old'", 1);
      insert(run, table[0], 1, "if(id % 10 > 0, 'order ' || toString(id), NULL)", 2);
      sandbox
          .clickhouse()
          .query(
              "CREATE VIEW %1$s AS SELECT %2$s FROM %1$s_final FINAL WHERE _deleted = 0"
                  .formatted(table[0], COLUMNS));
    }
  }

  private static void insert(BenchRun run, String table, int every, String note, int version) {
    run.sandbox()
        .clickhouse()
        .query(
            """
            INSERT INTO %s_final
            SELECT (number + 1) * %d AS id, lower(hex(MD5(toString(id)))), id %% 100000,
              toDecimal64(id %% 1000000, 2) / 100,
              toDateTime64('2026-01-01 00:00:00', 6, 'UTC') + toIntervalSecond(id), %s, %d, 0
            FROM numbers(%d)
            """
                .formatted(table, every, note, version, run.size() / every));
  }
}
