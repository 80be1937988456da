package dev.caravan.deliver.clickhouse;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.shape.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Splits a batch where the events' shape changes. */
final class ShapeRuns {

  /**
   * Events of one shape that follow each other.
   *
   * @param shape their shape
   * @param end the index behind the last
   */
  record Run(Shape shape, int end) {}

  private final Shapes catalog;
  private final TableName table;

  ShapeRuns(Shapes catalog, TableName table) {
    this.catalog = catalog;
    this.table = table;
  }

  /**
   * The runs in order.
   *
   * @throws DeliveryException when a shape is not known
   */
  List<Run> of(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Run> runs = new ArrayList<>();
    byte[] current = null;
    Shape shape = null;
    Headers seen = null;
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).headers() == seen) {
        continue;
      }
      seen = records.get(i).headers();
      Header header = records.get(i).headers().lastHeader(ChangeHeaders.SHAPE);
      byte[] id = header == null ? null : header.value();
      if (shape == null || !Arrays.equals(id, current)) {
        if (shape != null) {
          runs.add(new Run(shape, i));
        }
        shape = shape(id);
        current = id;
      }
    }
    if (shape != null) {
      runs.add(new Run(shape, records.size()));
    }
    return runs;
  }

  /**
   * The records that may land while some shapes are refused: those of each partition up to the
   * first of such a shape.
   */
  static List<ConsumerRecord<byte[], byte[]>> before(
      Set<Shape> refused, List<Run> runs, List<ConsumerRecord<byte[], byte[]>> records) {
    List<ConsumerRecord<byte[], byte[]>> before = new ArrayList<>();
    Set<Integer> closed = new HashSet<>();
    int next = 0;
    for (Run run : runs) {
      for (; next < run.end(); next++) {
        ConsumerRecord<byte[], byte[]> each = records.get(next);
        if (refused.contains(run.shape())) {
          closed.add(each.partition());
        } else if (!closed.contains(each.partition())) {
          before.add(each);
        }
      }
    }
    return before;
  }

  private Shape shape(byte[] id) {
    if (id != null) {
      return catalog.shape(table, new String(id, StandardCharsets.US_ASCII));
    }
    if (catalog.latest(table).isEmpty()) {
      catalog.refresh();
    }
    return catalog
        .latest(table)
        .orElseThrow(
            () ->
                new DeliveryException(
                    "events of " + table + " name no shape and none is announced"));
  }
}
