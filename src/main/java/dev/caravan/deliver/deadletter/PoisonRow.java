package dev.caravan.deliver.deadletter;

import dev.caravan.security.ConfiguredSecrets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event that cannot become rows, however often it is tried.
 *
 * @param event the event
 * @param reason why not, in one line for people
 * @param exception the class of the exception that said so
 */
public record PoisonRow(ConsumerRecord<byte[], byte[]> event, String reason, String exception) {

  private static final int LONGEST_REASON = 2000;

  public PoisonRow {
    // It becomes a header of the letter, which stays for ever.
    reason = ConfiguredSecrets.hide(reason.replaceAll("\\s*[\\r\\n\\t]+\\s*", " ").strip());
    if (reason.length() > LONGEST_REASON) {
      reason = reason.substring(0, LONGEST_REASON) + "...";
    }
  }

  public static PoisonRow of(ConsumerRecord<byte[], byte[]> event, Throwable why) {
    return new PoisonRow(event, String.valueOf(why.getMessage()), why.getClass().getName());
  }

  /** Whether it is the event, which steps of the route may have changed since it was read. */
  public boolean isOf(ConsumerRecord<byte[], byte[]> read) {
    return event.offset() == read.offset()
        && event.partition() == read.partition()
        && event.topic().equals(read.topic());
  }

  /** The same of the event as it was read. */
  public PoisonRow with(ConsumerRecord<byte[], byte[]> read) {
    return new PoisonRow(read, reason, exception);
  }

  /** Which event it is and what is wrong with it, for people. */
  public String describe() {
    return "the event at offset "
        + event.offset()
        + " of "
        + event.topic()
        + " partition "
        + event.partition()
        + " cannot land: "
        + reason;
  }
}
