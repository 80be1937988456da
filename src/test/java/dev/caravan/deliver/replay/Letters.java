package dev.caravan.deliver.replay;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.LetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Dead letters as they would lie in Kafka. */
final class Letters {

  private Letters() {}

  static ConsumerRecord<byte[], byte[]> record(int partition, long position, String value) {
    return new ConsumerRecord<>(
        "postgres-server.inventory.orders.dlq",
        partition,
        position,
        bytes("{\"id\":1}"),
        value == null ? null : bytes(value));
  }

  /** A letter whose event stood at the offset and had a shape. */
  static ConsumerRecord<byte[], byte[]> letter(int partition, long offset, String value) {
    ConsumerRecord<byte[], byte[]> letter = record(partition, offset / 2, value);
    letter
        .headers()
        .add(ChangeHeaders.SHAPE, bytes("0123456789abcdef"))
        .add(LetterHeaders.REASON, bytes("column amount can't hold NaN"))
        .add(LetterHeaders.PARTITION, bytes("" + partition))
        .add(LetterHeaders.OFFSET, bytes("" + offset))
        .add(LetterHeaders.TIMESTAMP, bytes("" + (1000 + offset)));
    return letter;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
