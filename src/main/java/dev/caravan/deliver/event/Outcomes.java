package dev.caravan.deliver.event;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.event.EventMessage.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the steps made of the events of one batch. Used by one thread at a time. */
final class Outcomes {

  private static final int UNKNOWN = -1;

  /** Null for an event that is left out. */
  private final Map<ConsumerRecord<byte[], byte[]>, ConsumerRecord<byte[], byte[]>> byEvent =
      new IdentityHashMap<>();

  private DeliveryException failure;
  private int events = UNKNOWN;

  /** Notes how an event's exchange ended, and lets go of what it holds. */
  void add(Exchange exchange) {
    if (exchange.getProperty(ExchangePropertyKey.SPLIT_COMPLETE, false, Boolean.class)) {
      events = exchange.getProperty(ExchangePropertyKey.SPLIT_SIZE, Integer.class);
    }
    Event event = exchange.getProperty(EventMessage.EVENT, Event.class);
    if (event == null) {
      fail(new DeliveryException("a step took away the property " + EventMessage.EVENT));
      return;
    }
    try {
      byEvent.put(event.record(), isLeftOut(exchange) ? null : outcome(event, exchange));
    } catch (DeliveryException e) {
      fail(e);
    }
    // The exchanges of a batch may be kept together until its end.
    exchange.getMessage().setBody(null);
    exchange.removeProperty(EventMessage.EVENT);
  }

  /**
   * The batch's records as the steps left them.
   *
   * @throws DeliveryException when a step failed, or not all events have come back
   */
  List<ConsumerRecord<byte[], byte[]>> of(ChangeBatch batch) {
    if (failure != null) {
      throw failure;
    }
    if (byEvent.size() != events) {
      throw new DeliveryException(
          "the split ended before the last event of the batch; leave out its stopOnException");
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(batch.records().size());
    for (ConsumerRecord<byte[], byte[]> each : batch.records()) {
      ConsumerRecord<byte[], byte[]> outcome = byEvent.containsKey(each) ? byEvent.get(each) : each;
      if (outcome != null) {
        records.add(outcome);
      }
    }
    return records;
  }

  private void fail(DeliveryException e) {
    failure = failure == null ? e : failure;
  }

  private static boolean isLeftOut(Exchange exchange) {
    if (failure(exchange) != null) {
      return false;
    }
    return exchange.isRouteStop()
        || FilterMarks.isFiltered(exchange)
        || exchange.getMessage().getHeader(EventHeaders.LEAVE_OUT, false, Boolean.class);
  }

  private static Throwable failure(Exchange exchange) {
    if (exchange.getException() != null) {
      return exchange.getException();
    }
    // An error handler that calls an exception handled leaves the steps undone all the same.
    return exchange.getExchangeExtension().isErrorHandlerHandledSet()
            && exchange.getExchangeExtension().isErrorHandlerHandled()
        ? exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class)
        : null;
  }

  private static ConsumerRecord<byte[], byte[]> outcome(Event event, Exchange exchange) {
    ConsumerRecord<byte[], byte[]> read = event.record();
    Throwable failure = failure(exchange);
    if (failure != null) {
      throw failed(read, "a step failed: " + innermost(failure), failure);
    }
    byte[] value = value(event, exchange.getMessage().getBody());
    return value == read.value()
        ? read
        : new ConsumerRecord<>(
            read.topic(),
            read.partition(),
            read.offset(),
            read.timestamp(),
            read.timestampType(),
            read.serializedKeySize(),
            value.length,
            read.key(),
            value,
            read.headers(),
            read.leaderEpoch());
  }

  private static byte[] value(Event event, Object body) {
    try {
      if (body instanceof Map<?, ?> envelope) {
        byte[] bytes = event.body().bytes(envelope);
        if (bytes != event.record().value() && EventJson.op(bytes) == null) {
          throw failed(event.record(), "the steps left no 'op' and 'source' in it", null);
        }
        return bytes;
      }
    } catch (IOException e) {
      throw failed(event.record(), "what the steps left cannot be written as JSON: " + e, e);
    }
    byte[] bytes =
        body instanceof byte[] json
            ? json
            : body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
    if (EventJson.op(bytes) == null) {
      throw failed(
          event.record(),
          "the steps left %s for it; expected the event, a map or JSON text with before, after, source and op"
              .formatted(
                  body == null
                      ? "nothing"
                      : bytes == null
                          ? "a body of " + body.getClass().getName()
                          : "text that is none"),
          null);
    }
    return bytes;
  }

  private static DeliveryException failed(
      ConsumerRecord<byte[], byte[]> event, String what, Throwable cause) {
    String message =
        "the event at offset %d of %s partition %d: %s"
            .formatted(event.offset(), event.topic(), event.partition(), what);
    return new DeliveryException(message, cause);
  }

  /** Those around it name the exchange, which is another one at each try. */
  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
