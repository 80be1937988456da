package dev.caravan.deliver.kafka;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaEndpoint;

/** A topic whose consumer hands over batches. */
public class BatchKafkaEndpoint extends KafkaEndpoint {

  private final Duration freshness;

  /**
   * @param freshness see {@link Pace}
   */
  BatchKafkaEndpoint(String uri, BatchKafkaComponent component, Duration freshness) {
    super(uri, component);
    this.freshness = freshness;
  }

  Duration freshness() {
    return freshness;
  }

  @Override
  public BatchKafkaComponent getComponent() {
    return (BatchKafkaComponent) super.getComponent();
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    BatchConsumer consumer = new BatchConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }
}
