package dev.caravan.bench;

import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Result;
import dev.caravan.bench.measure.Usage;
import dev.caravan.bench.measure.WrongResultException;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of {@code ./compare}, which must find both sides the same. */
record ComparePeer(String name, String table, int rows, Sandbox sandbox) implements Peer {

  private static final long PAUSE_MILLIS = 50;
  private static final double BYTES_PER_MB = 1 << 20;

  @Override
  public List<Result> run(int round) throws Exception {
    Usage usage = Usage.begin(sandbox);
    long begin = System.nanoTime();
    Process compare = start();
    usage.own(compare.pid());
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    double query = 0;
    while (!compare.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      Map<Metric, Double> now = usage.soFar();
      if (compare.isAlive()) {
        figures.putAll(now);
      }
      query = Math.max(query, largestQuery());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (compare.exitValue() != 0) {
      throw new WrongResultException("./compare " + table + " ended with " + compare.exitValue());
    }
    figures.put(Metric.ROWS_PER_SECOND, rows / seconds);
    figures.put(Metric.WHOLE, seconds);
    figures.put(Metric.PEAK_CLICKHOUSE, query / BYTES_PER_MB);
    figures.remove(Metric.CPU_KAFKA);
    figures.remove(Metric.PEAK_KAFKA);
    return Result.of(figures);
  }

  private double largestQuery() {
    return Double.parseDouble(
        sandbox.clickhouse().query("SELECT max(peak_memory_usage) FROM system.processes"));
  }

  private Process start() throws IOException {
    PostgresService postgres = sandbox.postgres();
    ClickHouseService clickhouse = sandbox.clickhouse();
    ProcessBuilder builder =
        new ProcessBuilder("./compare", table)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
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
}
