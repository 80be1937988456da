package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.deadletter.PoisonException;
import dev.caravan.deliver.deadletter.PoisonRow;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lands rows from left to right, all at once where possible, and finds the first that is refused in
 * a logarithmic number of inserts; what is before it has landed then.
 *
 * <p>After a refusal the following inserts are smaller, and grow again while they land, so that
 * many refused rows do not make every insert as large as a batch.
 */
final class Bisection {

  private static final int STEP = 8;

  private int reach = Integer.MAX_VALUE;

  /** Rows the next insert has at most. */
  int reach() {
    return reach;
  }

  /**
   * Lands the rows.
   *
   * @param insert lands some of them, or throws {@link RowsRefusedException} when none has landed
   *     because of what one of them holds
   * @throws PoisonException when a row is refused by itself
   */
  void land(
      List<ConsumerRecord<byte[], byte[]>> rows,
      Consumer<List<ConsumerRecord<byte[], byte[]>>> insert) {
    int from = 0;
    while (from < rows.size()) {
      int to = from + Math.min(reach, rows.size() - from);
      try {
        insert.accept(rows.subList(from, to));
        from = to;
        reach = reach > Integer.MAX_VALUE / STEP ? Integer.MAX_VALUE : reach * STEP;
      } catch (RowsRefusedException e) {
        reach = Math.max(1, (to - from) / STEP);
        from = landBefore(rows, from, to, e, insert);
      }
    }
  }

  /**
   * Narrows an insert down to the first row that is refused.
   *
   * @return up to where rows have landed, when none is refused any more
   */
  private static int landBefore(
      List<ConsumerRecord<byte[], byte[]>> rows,
      int from,
      int to,
      RowsRefusedException refusal,
      Consumer<List<ConsumerRecord<byte[], byte[]>>> insert) {
    RowsRefusedException last = refusal;
    int start = from;
    int end = to;
    boolean alone = end - start == 1;
    while (!alone) {
      int middle = Math.max(start + 1, (start + end) >>> 1);
      try {
        insert.accept(rows.subList(start, middle));
        start = middle;
        if (start == end) {
          return end;
        }
      } catch (RowsRefusedException e) {
        last = e;
        end = middle;
        alone = end - start == 1;
      }
    }
    throw new PoisonException(List.of(PoisonRow.of(rows.get(start), last)), rows.subList(0, start));
  }
}
