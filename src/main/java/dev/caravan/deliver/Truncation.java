package dev.caravan.deliver;

import dev.caravan.change.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A TRUNCATE as one partition has it: it empties the table of what the partition brought before it.
 *
 * @param partition the partition
 * @param offset where it lies there
 * @param lsn rows of the partition before it go whose versions are lower, which is all of them but
 *     those a snapshot brought in their place
 */
public record Truncation(int partition, long offset, long lsn) {

  private static final int LONGEST = 100;

  /** Whether the event is one. */
  public static boolean is(ConsumerRecord<byte[], byte[]> event) {
    return event.headers().lastHeader(ChangeHeaders.TRUNCATE) != null;
  }

  /**
   * Reads an event that is one.
   *
   * @throws IllegalArgumentException when its header is no WAL position
   */
  public static Truncation of(ConsumerRecord<byte[], byte[]> event) {
    byte[] header = event.headers().lastHeader(ChangeHeaders.TRUNCATE).value();
    String lsn = header == null ? "" : new String(header, StandardCharsets.US_ASCII);
    try {
      return new Truncation(event.partition(), event.offset(), Long.parseLong(lsn));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "header %s is '%s'; expected a WAL position in decimal"
              .formatted(
                  ChangeHeaders.TRUNCATE,
                  lsn.length() > LONGEST ? lsn.substring(0, LONGEST) + "..." : lsn),
          e);
    }
  }
}
