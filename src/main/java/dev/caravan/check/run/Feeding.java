package dev.caravan.check.run;

import dev.caravan.check.run.FeedComponent.FeedConsumer;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.LastTruncates;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.Truncation;
import dev.caravan.deliver.deadletter.PoisonException;
import dev.caravan.deliver.deadletter.PoisonRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Feeds a route batches one after the other, and takes out what cannot land, as deliver does. */
final class Feeding {

  private static final int TRIES = 3;

  private final String topic;
  private final FeedConsumer route;
  private final List<PoisonRow> letters = new ArrayList<>();
  private final Map<TopicPartition, LastTruncates> truncated = new HashMap<>();

  Feeding(String topic, FeedConsumer route) {
    this.topic = topic;
    this.route = route;
  }

  /**
   * Feeds all of them, after a batch that asks to make ready.
   *
   * @return what could not land
   * @throws Exception what the route waits for, or is stopped by
   */
  List<PoisonRow> feed(List<List<ConsumerRecord<byte[], byte[]>>> batches) throws Exception {
    deliver(List.of());
    for (List<ConsumerRecord<byte[], byte[]>> each : batches) {
      land(each);
    }
    return letters;
  }

  private void land(List<ConsumerRecord<byte[], byte[]>> batch) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> left = batch;
    int failures = 0;
    while (!left.isEmpty()) {
      try {
        deliver(left);
        left = List.of();
      } catch (PoisonException e) {
        letters.addAll(e.rows());
        left = left.stream().filter(each -> isLeft(each, e)).toList();
      } catch (RefusedException e) {
        throw e;
      } catch (DeliveryException e) {
        if (++failures == TRIES) {
          throw e;
        }
      }
    }
    for (ConsumerRecord<byte[], byte[]> each : batch) {
      if (Truncation.is(each)) {
        Truncation truncation = Truncation.of(each);
        truncated.merge(
            new TopicPartition(topic, 0),
            LastTruncates.NONE.with(truncation.lsn(), truncation.offset()),
            (former, now) -> former.with(truncation.lsn(), truncation.offset()));
      }
    }
  }

  private static boolean isLeft(ConsumerRecord<byte[], byte[]> each, PoisonException poison) {
    return poison.rows().stream().noneMatch(row -> row.isOf(each))
        && poison.landed().stream().noneMatch(landed -> landed.offset() == each.offset());
  }

  private void deliver(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
    Exchange exchange = route.createExchange(false);
    exchange
        .getMessage()
        .setBody(
            new ChangeBatch(
                1, Set.of(new TopicPartition(topic, 0)), records, truncated, () -> false));
    route.getProcessor().process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
  }
}
