package dev.caravan.deliver.clickhouse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Names the inserts into one table, and keeps those whose outcome is open.
 *
 * <p>No two have the same name: ClickHouse notes the name just before the rows, and had it died in
 * between, it would drop the rows that come under the name again, whoever sends them. Only one
 * whose rows are in the table may be repeated under its name, for the views; and one into a
 * replicated table, for which Keeper has name and rows together or neither.
 */
final class Attempts {

  /** Those of one consumer each, of which a table has few. */
  private static final int MOST_OPEN = 8;

  /**
   * An insert.
   *
   * @param token what the table recognizes it by when it is repeated
   * @param assignment of the batch it was begun for
   */
  record Attempt(String token, long assignment, List<ConsumerRecord<byte[], byte[]>> records) {

    private boolean isPartOf(List<ConsumerRecord<byte[], byte[]>> batch) {
      ConsumerRecord<byte[], byte[]> first = records.get(0);
      return batch.stream()
          .anyMatch(
              each -> each.partition() == first.partition() && each.offset() == first.offset());
    }

    private Set<Integer> partitions() {
      return records.stream().map(ConsumerRecord::partition).collect(Collectors.toSet());
    }
  }

  private final Deque<Attempt> open = new ArrayDeque<>();

  /** Begins an insert of rows that are not in the table. */
  Attempt begin(long assignment, List<ConsumerRecord<byte[], byte[]>> records) {
    String token = InsertToken.of(records.get(0).topic(), records) + "#" + UUID.randomUUID();
    Attempt attempt = new Attempt(token, assignment, List.copyOf(records));
    if (open.size() == MOST_OPEN) {
      open.poll();
    }
    open.add(attempt);
    return attempt;
  }

  /** What has become of an insert is known. */
  void ended(Attempt attempt) {
    open.remove(attempt);
  }

  /**
   * The batch's inserts whose outcome is open. Others of its partitions will not be asked for any
   * more and are forgotten.
   */
  List<Attempt> of(List<ConsumerRecord<byte[], byte[]>> batch) {
    if (open.isEmpty()) {
      return List.of();
    }
    Set<Integer> partitions =
        batch.stream().map(ConsumerRecord::partition).collect(Collectors.toSet());
    open.removeIf(
        attempt ->
            !attempt.isPartOf(batch)
                && attempt.partitions().stream().anyMatch(partitions::contains));
    List<Attempt> own = new ArrayList<>(open);
    own.removeIf(attempt -> !attempt.isPartOf(batch));
    return own;
  }
}
