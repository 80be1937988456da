package dev.caravan.deliver.clickhouse;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.deliver.LastTruncates;
import dev.caravan.deliver.deadletter.PoisonException;
import dev.caravan.deliver.deadletter.PoisonRow;
import dev.caravan.deliver.row.UnfitValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * Leaves out the events some of whose values could not be had. A later event of the row, or its
 * delete, follows, so that the row is right without them. And those the table takes no more, and
 * replayed ones that a TRUNCATE took away meanwhile.
 */
final class PassedOver {

  private static final String NO_KEY =
      "the event lacks values, and the table has no key by which a later event could bring them";

  private final ShapeRuns shapes;
  private final TargetHome home;

  private final boolean log;

  /**
   * @param log whether the table is a log of changes, of which a TRUNCATE takes nothing away
   */
  PassedOver(ShapeRuns shapes, TargetHome home, boolean log) {
    this.shapes = shapes;
    this.home = home;
    this.log = log;
  }

  /**
   * The records to insert.
   *
   * @param truncated the last TRUNCATEs by partition
   * @throws PoisonException when an event that lacks values is of a table whose rows have no key,
   *     where nothing that follows could stand for it
   */
  List<ConsumerRecord<byte[], byte[]>> without(
      List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, LastTruncates> truncated) {
    List<ConsumerRecord<byte[], byte[]>> taken = withoutOutdated(records);
    return withoutIncomplete(log ? taken : ReplayedRows.without(taken, truncated));
  }

  /** The records whose shapes the table takes. */
  List<ConsumerRecord<byte[], byte[]>> withoutOutdated(
      List<ConsumerRecord<byte[], byte[]>> records) {
    List<ShapeRuns.Run> runs = shapes.of(records);
    // The first shapes of a batch may be outdated by what its last ones made of the table.
    if (runs.stream().allMatch(run -> home.ready(run.shape()))) {
      return records;
    }
    List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
    int next = 0;
    for (ShapeRuns.Run run : runs) {
      if (home.ready(run.shape())) {
        taken.addAll(records.subList(next, run.end()));
      }
      next = run.end();
    }
    return taken;
  }

  private List<ConsumerRecord<byte[], byte[]>> withoutIncomplete(
      List<ConsumerRecord<byte[], byte[]>> records) {
    boolean any = false;
    Headers seen = null;
    for (ConsumerRecord<byte[], byte[]> each : records) {
      any |= each.headers() != seen && isIncomplete(each);
      seen = each.headers();
    }
    if (!any) {
      return records;
    }
    List<ConsumerRecord<byte[], byte[]>> whole = new ArrayList<>();
    List<PoisonRow> lost = new ArrayList<>();
    int next = 0;
    for (ShapeRuns.Run run : shapes.of(records)) {
      boolean keyed = !run.shape().primaryKey().isEmpty();
      for (ConsumerRecord<byte[], byte[]> each : records.subList(next, run.end())) {
        if (!isIncomplete(each)) {
          whole.add(each);
        } else if (!keyed) {
          lost.add(PoisonRow.of(each, new UnfitValueException(NO_KEY)));
        }
      }
      next = run.end();
    }
    if (!lost.isEmpty()) {
      throw new PoisonException(lost, List.of());
    }
    return whole;
  }

  private static boolean isIncomplete(ConsumerRecord<byte[], byte[]> each) {
    return each.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null;
  }
}
