package dev.caravan.capture.stream;

import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.PostgresAccess;
import io.debezium.bean.StandardBeanNames;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresSchema;
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

  ChangeTask(
      PostgresAccess postgres, CaptureScope scope, Relations relations, List<String> publications) {
    this.postgres = postgres;
    this.scope = scope;
    this.relations = relations;
    this.publications = publications;
  }

  @Override
  public ReplicationConnection createReplicationConnection(
      PostgresTaskContext context, int maxRetries, Duration retryDelay) {
    PostgresConnectorConfig config = (PostgresConnectorConfig) context.getConfig();
    PostgresSchema schema =
        config
            .getBeanRegistry()
            .lookupByName(StandardBeanNames.DATABASE_SCHEMA, PostgresSchema.class);
    DescribedTables tables = new DescribedTables(postgres, schema, scope, relations);
    return new TextReplicationConnection(
        postgres,
        tables,
        config.slotName(),
        publications,
        config
            .getConfig()
            .getDuration(PostgresConnectorConfig.STATUS_UPDATE_INTERVAL_MS, ChronoUnit.MILLIS));
  }
}
