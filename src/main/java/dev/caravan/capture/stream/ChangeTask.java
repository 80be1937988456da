package dev.caravan.capture.stream;

import dev.caravan.capture.event.EventTables;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.PostgresAccess;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresTaskContext;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Debezium's task, with a replication connection of Caravan's. */
final class ChangeTask extends PostgresConnectorTask {

  private final PostgresAccess postgres;
  private final CaptureScope scope;
  private final Relations relations;
  private final List<String> publications;
  private final RowQueue rows;

  /**
   * A task.
   *
   * @param rows takes the rows, which go round Debezium
   */
  ChangeTask(
      PostgresAccess postgres,
      CaptureScope scope,
      Relations relations,
      List<String> publications,
      RowQueue rows) {
    this.postgres = postgres;
    this.scope = scope;
    this.relations = relations;
    this.publications = publications;
    this.rows = rows;
  }

  @Override
  public ReplicationConnection createReplicationConnection(
      PostgresTaskContext context, int maxRetries, Duration retryDelay) {
    PostgresConnectorConfig config = (PostgresConnectorConfig) context.getConfig();
    DescribedTables tables =
        new DescribedTables(postgres, new EventTables(config), scope, relations);
    return new TextReplicationConnection(
        postgres,
        tables,
        rows,
        config.slotName(),
        publications,
        config
            .getConfig()
            .getDuration(PostgresConnectorConfig.STATUS_UPDATE_INTERVAL_MS, ChronoUnit.MILLIS));
  }
}
