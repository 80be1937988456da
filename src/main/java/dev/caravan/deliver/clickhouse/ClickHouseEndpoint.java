package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.table.TargetName;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** A ClickHouse table that batches are sent to. */
public class ClickHouseEndpoint extends DefaultEndpoint {

  private final TargetName target;
  private final TargetOptions options;

  ClickHouseEndpoint(
      String uri, ClickHouseComponent component, TargetName target, TargetOptions options) {
    super(uri, component);
    this.target = target;
    this.options = options;
  }

  /** What the route says of the table. */
  TargetOptions options() {
    return options;
  }

  /** Whether the table is filled by ClickHouse's Kafka engine, as the route says. */
  public boolean isFilledByKafkaEngine() {
    return options.kafkaEngine();
  }

  /** The table. */
  public TargetName target() {
    return target;
  }

  @Override
  public ClickHouseComponent getComponent() {
    return (ClickHouseComponent) super.getComponent();
  }

  @Override
  public Producer createProducer() {
    return new ClickHouseProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        getEndpointUri() + " takes batches only; a route cannot begin with it");
  }
}
