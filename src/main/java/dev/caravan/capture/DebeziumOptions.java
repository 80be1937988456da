package dev.caravan.capture;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.debezium.postgres.configuration.PostgresConnectorEmbeddedDebeziumConfiguration;

/** Caravan's configuration in the terms of Debezium's PostgreSQL connector. */
final class DebeziumOptions {

  /** Room for batches decoded ahead, so that decoding never waits for a transaction's commit. */
  private static final int QUEUED_BATCHES = 4;

  private DebeziumOptions() {}

  static PostgresConnectorEmbeddedDebeziumConfiguration of(
      String topicPrefix, CaptureConfig capture, PostgresConfig postgres) {
    PostgresConnectorEmbeddedDebeziumConfiguration options =
        new PostgresConnectorEmbeddedDebeziumConfiguration();
    options.setTopicPrefix(topicPrefix);
    options.setDatabaseHostname(postgres.host());
    options.setDatabasePort(postgres.port());
    options.setDatabaseDbname(postgres.database());
    options.setDatabaseUser(postgres.user());
    options.setDatabasePassword(postgres.password().orElse(""));
    options.setPluginName("pgoutput");
    options.setSlotName(capture.slot());
    options.setPublicationName(capture.publication());
    options.setTableIncludeList(String.join(",", capture.tables()));
    options.setMaxBatchSize(capture.batch().maxRows());
    options.setMaxQueueSize(capture.batch().maxRows() * QUEUED_BATCHES);
    options.setMaxQueueSizeInBytes(capture.batch().queueSize().asLongValue());
    options.setPollIntervalMs(capture.batch().maxDelay().toMillis());
    options.setHeartbeatIntervalMs((int) capture.heartbeatInterval().toMillis());
    // Exact: text for decimals, and for times the unit the column was declared with.
    options.setDecimalHandlingMode("string");
    options.setTimePrecisionMode("adaptive");
    // A deleted row is an event of its own; a second, empty record would say nothing more.
    options.setTombstonesOnDelete(false);
    options.setColumnPropagateSourceType(".*");
    options.setAdditionalProperties(additional(capture, postgres));
    return options;
  }

  private static Map<String, Object> additional(CaptureConfig capture, PostgresConfig postgres) {
    Map<String, Object> more = new HashMap<>();
    postgres.properties().forEach((name, value) -> more.put("driver." + name, value));
    // A message in the WAL moves the slot of a database whose captured tables are idle, and unlike
    // a heartbeat table it needs nothing to be created.
    more.put(
        "heartbeat.action.query",
        "SELECT pg_catalog.pg_logical_emit_message(false, 'caravan-heartbeat', '')");
    more.put("message.prefix.exclude.list", "caravan-heartbeat");
    more.putAll(capture.debezium());
    // Slot, publication and snapshot are Caravan's own; restarts go through its session.
    more.put("publication.autocreate.mode", "disabled");
    more.put("snapshot.mode", "no_data");
    more.put("slot.drop.on.stop", "false");
    more.put("errors.max.retries", "0");
    more.put("slot.max.retries", "0");
    return more;
  }
}
