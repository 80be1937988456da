package dev.caravan.deliver.kafka;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaEndpoint;

/** A topic whose consumer hands over batches. */
public class BatchKafkaEndpoint extends KafkaEndpoint {

  BatchKafkaEndpoint(String uri, BatchKafkaComponent component) {
    super(uri, component);
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
