package dev.caravan.deliver.clickhouse;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Names the inserts into one table, and keeps the one whose outcome is open.
 *
 * <p>One whose rows are not in the table is never repeated under its name: ClickHouse notes the
 * name just before the rows, and had it died in between, it would drop them.
 */
final class Attempts {

  /**
   * An insert.
   *
   * @param token what the table recognizes it by when it is repeated
   */
  record Attempt(String token, List<ConsumerRecord<byte[], byte[]>> records) {

    /** Whether it is one of the batch's. */
    boolean isPartOf(List<ConsumerRecord<byte[], byte[]>> batch) {
      ConsumerRecord<byte[], byte[]> first = records.get(0);
      return batch.stream()
          .anyMatch(
              each -> each.partition() == first.partition() && each.offset() == first.offset());
    }
  }

  private Attempt open;
  private int failed;

  /** What to call an insert of rows that are not in the table. */
  Attempt next(List<ConsumerRecord<byte[], byte[]>> records) {
    String token = InsertToken.of(records.get(0).topic(), records);
    return new Attempt(failed == 0 ? token : token + "#" + failed, records);
  }

  /** The insert is sent. */
  void sent(Attempt attempt) {
    open = attempt;
    failed++;
  }

  /** ClickHouse has refused the open insert, and has none of its rows. */
  void refused() {
    open = null;
  }

  /** All there is to insert is in the table. */
  void landed() {
    open = null;
    failed = 0;
  }

  /** The insert whose outcome is open, or null. */
  Attempt open() {
    return open;
  }
}
