package dev.caravan.capture;

import dev.caravan.capture.source.HeardSockets;
import dev.caravan.capture.value.TextConverter;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.debezium.postgres.configuration.PostgresConnectorEmbeddedDebeziumConfiguration;

/** Caravan's configuration in the terms of Debezium's PostgreSQL connector. */
final class DebeziumOptions {

  /** Of heartbeats: rows go another way, see {@link dev.caravan.capture.stream.ChangeStream}. */
  private static final int QUEUED = 256;

  private static final String CONVERTER = "caravan";

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
    // Which tables are captured changes while it runs; see CaptureScope.
    options.setTopicNamingStrategy(TopicNames.class.getName());
    options.setMaxBatchSize(QUEUED);
    options.setMaxQueueSize(2 * QUEUED);
    // Where Debezium would pause, Caravan has waited already.
    options.setPollIntervalMs(1);
    options.setHeartbeatIntervalMs((int) capture.heartbeatInterval().toMillis());
    // A deleted row is an event of its own; a second, empty record would say nothing more.
    options.setTombstonesOnDelete(false);
    // A message in the WAL moves the slot of a database whose captured tables are idle, and unlike
    // a heartbeat table it needs nothing to be created.
    options.setHeartbeatActionQuery(
        "SELECT pg_catalog.pg_logical_emit_message(false, 'caravan-heartbeat', '')");
    // It has done its work by being in the WAL; neither it nor anybody else's message is a change.
    options.setMessagePrefixExcludeList(".*");
    // Slot, publication and snapshot are Caravan's own; restarts go through its session.
    options.setPublicationAutocreateMode("disabled");
    options.setSnapshotMode("no_data");
    options.setSlotDropOnStop(false);
    options.setErrorsMaxRetries(0);
    options.setSlotMaxRetries(0);
    // It has a default of its own, which would come before that of the driver.
    String sslMode = postgres.properties().get("sslmode");
    if (sslMode != null) {
      options.setDatabaseSslmode(sslMode);
    }
    options.setAdditionalProperties(additional(capture, postgres));
    return options;
  }

  private static Map<String, Object> additional(CaptureConfig capture, PostgresConfig postgres) {
    Map<String, Object> more = new HashMap<>();
    HeardSockets.properties(postgres.silenceLimit())
        .forEach((name, value) -> more.put("driver." + name, value));
    postgres.properties().forEach((name, value) -> more.put("driver." + name, value));
    more.putAll(capture.debezium());
    // Values come as PostgreSQL's text; nothing else can read them.
    more.put("converters", CONVERTER);
    more.put(CONVERTER + ".type", TextConverter.class.getName());
    return more;
  }
}
