package dev.caravan.deliver.event;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The message a split makes an exchange of for one event. */
final class EventMessage extends DefaultMessage {

  /** The exchange property that tells which event it is, whatever the steps make of the message. */
  static final String EVENT = "CaravanEvent";

  private final Event event;

  /** An event as it was read, and the body its exchange began with. */
  record Event(ConsumerRecord<byte[], byte[]> record, ChangeEvent body) {}

  private final String op;

  EventMessage(ConsumerRecord<byte[], byte[]> record, String op) {
    super((Exchange) null);
    this.event = new Event(record, new ChangeEvent(record.value()));
    this.op = op;
  }

  /** Called by the split when it makes the exchange. */
  @Override
  public void setExchange(Exchange exchange) {
    super.setExchange(exchange);
    if (exchange == null || exchange.getProperty(EVENT) != null) {
      return;
    }
    setCamelContext(exchange.getContext());
    exchange.setProperty(EVENT, event);
    ConsumerRecord<byte[], byte[]> each = event.record();
    setBody(event.body());
    setHeader(EventHeaders.OP, op);
    setHeader(EventHeaders.TOPIC, each.topic());
    setHeader(EventHeaders.PARTITION, each.partition());
    setHeader(EventHeaders.OFFSET, each.offset());
    if (each.key() != null) {
      setHeader(EventHeaders.KEY, new String(each.key(), StandardCharsets.UTF_8));
    }
  }
}
