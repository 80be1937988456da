package dev.caravan.deliver;

import dev.caravan.change.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A TRUNCATE as one partition has it: it empties the table of what the partition brought before it.
 *
 * @param partition the partition
 * @param offset where it lies there
 * @param lsn rows of the partition before it go whose versions are lower, which is all of them but
 *     those a snapshot brought in their place
 */
public record Truncation(int partition, long offset, long lsn) {

  /** Whether the event is one. */
  public static boolean is(ConsumerRecord<byte[], byte[]> event) {
    return event.headers().lastHeader(ChangeHeaders.TRUNCATE) != null;
  }

  /**
   * Reads an event that is one.
   *
   * @throws RefusedException when its header is no WAL position
   */
  public static Truncation of(ConsumerRecord<byte[], byte[]> event) {
    Header header = event.headers().lastHeader(ChangeHeaders.TRUNCATE);
    String lsn = new String(header.value(), StandardCharsets.US_ASCII);
    try {
      return new Truncation(event.partition(), event.offset(), Long.parseUnsignedLong(lsn));
    } catch (NumberFormatException e) {
      throw new RefusedException(
          "header %s of the event at offset %d of %s partition %d is '%s'; expected a WAL position"
                  .formatted(
                      ChangeHeaders.TRUNCATE, event.offset(), event.topic(), event.partition(), lsn)
              + " in decimal",
          e);
    }
  }
}
