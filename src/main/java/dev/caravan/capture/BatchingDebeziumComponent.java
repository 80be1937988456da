package dev.caravan.capture;

import java.util.Map;
import org.apache.camel.component.debezium.DebeziumComponent;
import org.apache.camel.component.debezium.DebeziumEndpoint;
import org.apache.camel.component.debezium.postgres.configuration.PostgresConnectorEmbeddedDebeziumConfiguration;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.PropertiesHelper;

/**
 * Camel's {@code debezium-postgres} with every option it has, but for how events are handed over:
 * one exchange a batch, acknowledged to PostgreSQL only once the exchange has completed without an
 * exception. The stock consumer hands over single events, logs a failed exchange and goes on.
 */
public final class BatchingDebeziumComponent
    extends DebeziumComponent<PostgresConnectorEmbeddedDebeziumConfiguration> {

  /** The scheme it is registered under. */
  public static final String SCHEME = "debezium-postgres-batch";

  private static final String ADDITIONAL = "additionalProperties.";

  private final CaptureParts parts;
  private PostgresConnectorEmbeddedDebeziumConfiguration configuration;

  public BatchingDebeziumComponent(
      PostgresConnectorEmbeddedDebeziumConfiguration configuration, CaptureParts parts) {
    this.configuration = configuration;
    this.parts = parts;
  }

  @Override
  protected DebeziumEndpoint<PostgresConnectorEmbeddedDebeziumConfiguration> createEndpoint(
      String uri, String remaining, Map<String, Object> parameters) throws Exception {
    PostgresConnectorEmbeddedDebeziumConfiguration copy =
        (PostgresConnectorEmbeddedDebeziumConfiguration) configuration.copy();
    copy.setName(remaining);
    copy.getAdditionalProperties()
        .putAll(PropertiesHelper.extractProperties(parameters, ADDITIONAL));
    // The stock endpoint's generated configurer casts to the stock endpoint, which is final. What
    // is no option of the configuration is left in the map, and Camel refuses it by name.
    PropertyBindingSupport.build()
        .withCamelContext(getCamelContext())
        .withTarget(copy)
        .withProperties(parameters)
        .withRemoveParameters(true)
        .withIgnoreCase(true)
        .bind();
    return initializeDebeziumEndpoint(uri, copy);
  }

  @Override
  protected DebeziumEndpoint<PostgresConnectorEmbeddedDebeziumConfiguration>
      initializeDebeziumEndpoint(
          String uri, PostgresConnectorEmbeddedDebeziumConfiguration endpointConfiguration) {
    return new BatchingDebeziumEndpoint(uri, this, endpointConfiguration, parts);
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
