package dev.caravan.bench;

import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code ./compare} over a table that is the same on both sides, by a numeric key and by one
 * of text, and prints rows per second and the peak memory of all three. Asserts that the command
 * finds the sides equal, and nothing else.
 */
public final class ComparisonBench {

  private static final String COLUMNS = "id, code, customer, amount, placed_at, note";

  private final Sandbox sandbox;
  private final long rows;

  private ComparisonBench(Sandbox sandbox, long rows) {
    this.sandbox = sandbox;
    this.rows = rows;
  }

  /**
   * @param arguments nothing, or how many rows to run with
   */
  public static void main(String[] arguments) throws Exception {
    long rows = arguments.length == 0 ? 10_000_000 : Long.parseLong(arguments[0].replace("_", ""));
    try (Sandbox sandbox = Sandbox.start(System.out::println)) {
      ComparisonBench bench = new ComparisonBench(sandbox, rows);
      say("Writing %,d rows on both sides", rows);
      bench.writePostgres();
      bench.writeClickHouse();
      say("%-22s %12s %16s %20s", "key", "rows/s", "compare, peak", "ClickHouse, peak");
      bench.measure("bench.by_number", "bigint");
      bench.measure("bench.by_text", "text");
    }
    System.exit(0);
  }

  private void writePostgres() throws Exception {
    try (Connection connection = sandbox.postgres().connect();
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
              .formatted(rows));
      statement.execute("ALTER TABLE bench.by_number ADD PRIMARY KEY (id)");
      statement.execute("CREATE TABLE bench.by_text AS TABLE bench.by_number");
      statement.execute("ALTER TABLE bench.by_text ADD PRIMARY KEY (code)");
      statement.execute("ANALYZE");
    }
  }

  /** As Caravan makes them, an old version of each tenth row included. */
  private void writeClickHouse() {
    for (String[] table : new String[][] {{"by_number", "id"}, {"by_text", "code"}}) {
      clickhouse(
          """
          CREATE TABLE %1$s_final (id Int64, code String, customer Int32, amount Decimal(12, 2),
            placed_at DateTime64(6, 'UTC'), note Nullable(String), _version UInt64, _deleted UInt8)
          ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY %2$s
          """
              .formatted(table[0], table[1]));
      insert(table[0], 10, "'old'", 1);
      insert(table[0], 1, "if(id % 10 > 0, 'order ' || toString(id), NULL)", 2);
      clickhouse(
          "CREATE VIEW %1$s AS SELECT %2$s FROM %1$s_final FINAL WHERE _deleted = 0"
              .formatted(table[0], COLUMNS));
    }
  }

  private void insert(String table, int every, String note, int version) {
    clickhouse(
        """
        INSERT INTO %s_final
        SELECT (number + 1) * %d AS id, lower(hex(MD5(toString(id)))), id %% 100000,
          toDecimal64(id %% 1000000, 2) / 100,
          toDateTime64('2026-01-01 00:00:00', 6, 'UTC') + toIntervalSecond(id), %s, %d, 0
        FROM numbers(%d)
        """
            .formatted(table, every, note, version, rows / every));
  }

  private void measure(String table, String key) throws Exception {
    long begin = System.nanoTime();
    Process compare = start(table);
    long memory = 0;
    long clickhouse = 0;
    while (!compare.waitFor(200, TimeUnit.MILLISECONDS)) {
      memory = Math.max(memory, peak(compare.pid()));
      clickhouse =
          Math.max(clickhouse, number("SELECT max(peak_memory_usage) FROM system.processes"));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (compare.exitValue() != 0) {
      throw new IllegalStateException("./compare ended with " + compare.exitValue());
    }
    say(
        "%-22s %,12.0f %,13d MB %,17d MB",
        key, rows / seconds, memory / 1024, clickhouse / (1024 * 1024));
  }

  private Process start(String table) throws IOException {
    PostgresService postgres = sandbox.postgres();
    ClickHouseService clickhouse = sandbox.clickhouse();
    ProcessBuilder builder = new ProcessBuilder("./compare", table).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.put("CARAVAN_POSTGRES_HOST", postgres.host());
    environment.put("CARAVAN_POSTGRES_PORT", Integer.toString(postgres.port()));
    environment.put("CARAVAN_POSTGRES_DATABASE", postgres.database());
    environment.put("CARAVAN_POSTGRES_USER", postgres.user());
    environment.put("CARAVAN_POSTGRES_PASSWORD", postgres.password());
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_URL", clickhouse.url());
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_DATABASE", clickhouse.database());
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_USER", clickhouse.user());
    environment.put("CARAVAN_DELIVER_CLICKHOUSE_PASSWORD", clickhouse.password());
    return builder.start();
  }

  /** The most memory a process was ever given, in KB; Linux only. */
  private static long peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private long number(String sql) {
    return Long.parseLong(clickhouse(sql));
  }

  private String clickhouse(String sql) {
    return sandbox.clickhouse().query(sql);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
