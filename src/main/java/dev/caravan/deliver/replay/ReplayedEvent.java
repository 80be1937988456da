package dev.caravan.deliver.replay;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.LetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The event a letter was, as it goes back into its partition. */
final class ReplayedEvent {

  private ReplayedEvent() {}

  /**
   * @param topic the table's
   */
  static ProducerRecord<byte[], byte[]> of(Letter letter, Correction correction, String topic) {
    byte[] value = correction.value() == null ? letter.record().value() : correction.value();
    return new ProducerRecord<>(
        topic,
        letter.id().partition(),
        null,
        letter.record().key(),
        value,
        headers(letter, correction));
  }

  private static Headers headers(Letter letter, Correction correction) {
    Headers headers = new RecordHeaders();
    for (Header each : letter.record().headers()) {
      if (!each.key().startsWith(LetterHeaders.PREFIX)) {
        headers.add(each);
      }
    }
    if (correction.shape() != null) {
      headers.remove(ChangeHeaders.SHAPE);
      if (!correction.shape().isEmpty()) {
        headers.add(ChangeHeaders.SHAPE, bytes(correction.shape()));
      }
    }
    // A letter whose event was replayed before is known by where it stood when it was refused last.
    headers.remove(ChangeHeaders.REPLAYED);
    headers.add(ChangeHeaders.REPLAYED, bytes(letter.id().toString()));
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
