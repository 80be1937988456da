package dev.caravan.deliver.clickhouse;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.Shape;
import dev.caravan.deliver.DeliveryException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Leaves out the events some of whose values could not be had. A later event of the row, or its
 * delete, follows, so that the row is right without them. And those the table takes no more.
 */
final class PassedOver {

  private final ShapeRuns shapes;
  private final TargetHome home;

  PassedOver(ShapeRuns shapes, TargetHome home) {
    this.shapes = shapes;
    this.home = home;
  }

  /**
   * The records to insert.
   *
   * @throws DeliveryException when such an event is of a table whose rows have no key, where
   *     nothing that follows could stand for it
   */
  List<ConsumerRecord<byte[], byte[]>> without(List<ConsumerRecord<byte[], byte[]>> records) {
    return withoutIncomplete(withoutOutdated(records));
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
    for (ConsumerRecord<byte[], byte[]> each : records) {
      any |= isIncomplete(each);
    }
    if (!any) {
      return records;
    }
    List<ConsumerRecord<byte[], byte[]>> whole = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (!isIncomplete(each)) {
        whole.add(each);
      } else {
        checkKeyed(each);
      }
    }
    return whole;
  }

  private void checkKeyed(ConsumerRecord<byte[], byte[]> each) {
    Shape shape = shapes.of(List.of(each)).get(0).shape();
    if (shape.primaryKey().isEmpty()) {
      throw new DeliveryException(
          "the event at offset "
              + each.offset()
              + " of "
              + each.topic()
              + " partition "
              + each.partition()
              + " lacks values, and "
              + shape.table()
              + " has no key by which a later event could bring them");
    }
  }

  private static boolean isIncomplete(ConsumerRecord<byte[], byte[]> each) {
    return each.headers().lastHeader(ChangeHeaders.UNAVAILABLE) != null;
  }
}
