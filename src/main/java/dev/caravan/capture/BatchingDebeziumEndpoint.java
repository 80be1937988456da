package dev.caravan.capture;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.debezium.DebeziumComponent;
import org.apache.camel.component.debezium.DebeziumEndpoint;
import org.apache.camel.component.debezium.postgres.configuration.PostgresConnectorEmbeddedDebeziumConfiguration;

/** See {@link BatchingDebeziumComponent}. */
final class BatchingDebeziumEndpoint
    extends DebeziumEndpoint<PostgresConnectorEmbeddedDebeziumConfiguration> {

  private final CaptureParts parts;
  private PostgresConnectorEmbeddedDebeziumConfiguration configuration;

  BatchingDebeziumEndpoint(
      String uri,
      DebeziumComponent<PostgresConnectorEmbeddedDebeziumConfiguration> component,
      PostgresConnectorEmbeddedDebeziumConfiguration configuration,
      CaptureParts parts) {
    super(uri, component);
    this.configuration = configuration;
    this.parts = parts;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    BatchingDebeziumConsumer consumer = new BatchingDebeziumConsumer(this, processor, parts);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public PostgresConnectorEmbeddedDebeziumConfiguration getConfiguration() {
    return configuration;
  }

  @Override
  public void setConfiguration(PostgresConnectorEmbeddedDebeziumConfiguration configuration) {
    this.configuration = configuration;
  }
}
