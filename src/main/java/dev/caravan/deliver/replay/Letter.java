package dev.caravan.deliver.replay;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.LetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter as it lies in Kafka.
 *
 * @param id the place its event has in the table's topic
 * @param timestamp the event's timestamp in Kafka, in milliseconds since 1970; -1 when not told
 * @param record the letter: key, value and headers of the event, and those of {@link LetterHeaders}
 */
public record Letter(LetterId id, long timestamp, ConsumerRecord<byte[], byte[]> record) {

  private static final long UNKNOWN = -1;

  /** The letter a record is; nothing when it does not tell where its event stands. */
  static Optional<Letter> of(ConsumerRecord<byte[], byte[]> record) {
    String partition = text(record, LetterHeaders.PARTITION);
    String offset = text(record, LetterHeaders.OFFSET);
    if (partition == null || offset == null) {
      return Optional.empty();
    }
    try {
      LetterId id = LetterId.read(partition + "/" + offset);
      return id.partition() == record.partition()
          ? Optional.of(new Letter(id, timestamp(record), record))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The text of a header, or null. */
  public String header(String name) {
    return text(record, name);
  }

  /** The letter this one's event was before it was replayed and refused again, or null. */
  public String replayOf() {
    return header(ChangeHeaders.REPLAYED);
  }

  /** Bytes of key and value. */
  long size() {
    return (long) Math.max(record.serializedKeySize(), 0)
        + Math.max(record.serializedValueSize(), 0);
  }

  LetterPlace place() {
    return new LetterPlace(id, record.offset());
  }

  private static long timestamp(ConsumerRecord<byte[], byte[]> record) {
    String text = text(record, LetterHeaders.TIMESTAMP);
    try {
      return text == null ? UNKNOWN : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
