package dev.caravan.deliver.event;

import dev.caravan.deliver.Truncation;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The events of a batch that steps may see. A TRUNCATE is no row, and what is no change event at
 * all becomes a dead letter where it is to land; both go past the steps.
 */
public final class BatchEvents {

  private BatchEvents() {}

  /** The messages of those events, in the batch's order, each made when it is its turn. */
  public static Iterator<Message> of(List<ConsumerRecord<byte[], byte[]>> records) {
    Stream<Message> messages = records.stream().map(BatchEvents::message).filter(Objects::nonNull);
    return messages.iterator();
  }

  private static Message message(ConsumerRecord<byte[], byte[]> each) {
    if (Truncation.is(each)) {
      return null;
    }
    String op = EventJson.op(each.value());
    return op == null ? null : new EventMessage(each, op);
  }
}
