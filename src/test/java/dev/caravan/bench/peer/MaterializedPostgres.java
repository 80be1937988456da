package dev.caravan.bench.peer;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Waiting;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.PostgresService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * ClickHouse's experimental database engine that is a replica of PostgreSQL's by itself, with
 * neither Kafka nor a process of its own.
 */
public final class MaterializedPostgres {

  /** How long it may take until it has read what is there. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private MaterializedPostgres() {}

  /**
   * Makes the replica of {@code inventory.orders}, and a view of it in the lane's own database.
   * Returns when a row is there.
   *
   * @throws IOException with ClickHouse's words, or when it does not begin
   */
  public static void start(Lane lane) throws Exception {
    PostgresService server = lane.sandbox().postgres();
    create(
        lane.sandbox().clickhouse(),
        """
        CREATE DATABASE %s ENGINE = MaterializedPostgreSQL('%s:%d', '%s', '%s', '%s')
        SETTINGS materialized_postgresql_schema = 'inventory',
          materialized_postgresql_tables_list = 'orders'
        """
            .formatted(
                replica(lane),
                server.host(),
                server.port(),
                lane.source().name(),
                server.user(),
                server.password()));
    if (!Waiting.within(LIMIT, () -> answers(lane))) {
      throw new IOException("MaterializedPostgreSQL has no table to show after " + LIMIT);
    }
    lane.clickhouse(
        "CREATE VIEW orders AS SELECT id, customer_id, status, total, note, placed_at FROM "
            + replica(lane)
            + ".orders");
  }

  /** The engine must be allowed by a setting of the request, not of the statement. */
  private static void create(ClickHouseService server, String sql) throws Exception {
    URI uri = URI.create(server.url() + "/?allow_experimental_database_materialized_postgresql=1");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri)
                    .header("X-ClickHouse-User", server.user())
                    .header("X-ClickHouse-Key", server.password())
                    .POST(HttpRequest.BodyPublishers.ofString(sql))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("MaterializedPostgreSQL: " + answer.body());
    }
  }

  /** Until it has read the table, it refuses or does not know it. */
  private static boolean answers(Lane lane) {
    try {
      return lane.count("SELECT count() FROM " + replica(lane) + ".orders") > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Dropped with the lane. */
  private static String replica(Lane lane) {
    return lane.name() + "_replica";
  }
}
