package dev.caravan.deliver.clickhouse;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.TableName;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.Truncation;
import dev.caravan.deliver.deadletter.PoisonException;
import dev.caravan.deliver.deadletter.PoisonRow;
import dev.caravan.deliver.row.EventHead;
import dev.caravan.deliver.row.UnfitValueException;
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

/**
 * Finds events whose headers name a shape nobody announced, or are no TRUNCATE though they say so.
 */
final class HeaderCheck {

  private static final int LONGEST = 100;

  private final Shapes catalog;
  private final TableName table;

  HeaderCheck(Shapes catalog, TableName table) {
    this.catalog = catalog;
    this.table = table;
  }

  /**
   * Looks at all events of a batch.
   *
   * @throws PoisonException when some are wrong
   * @throws DeliveryException when Kafka does not tell which shapes there are
   */
  void check(List<ConsumerRecord<byte[], byte[]>> records) {
    Set<String> unknown = unknownShapes(records);
    if (unknown.isEmpty() && (records.isEmpty() || !Truncation.is(records.get(0)))) {
      return;
    }
    List<PoisonRow> wrong = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      String shape = shape(each);
      try {
        if (shape != null && unknown.contains(shape)) {
          throw new UnfitValueException(
              "it names the shape '%s' of %s, which nobody announced"
                  .formatted(
                      shape.length() > LONGEST ? shape.substring(0, LONGEST) + "..." : shape,
                      table));
        }
        if (Truncation.is(each)) {
          checkTruncation(each);
        }
      } catch (UnfitValueException | IllegalArgumentException e) {
        wrong.add(PoisonRow.of(each, e));
      }
    }
    if (!wrong.isEmpty()) {
      throw new PoisonException(wrong, List.of());
    }
  }

  /** Whether the event names a shape that was announced, as far as was read. */
  boolean isShapeKnown(ConsumerRecord<byte[], byte[]> each) {
    String shape = shape(each);
    return shape != null && catalog.knows(table, shape);
  }

  /**
   * A TRUNCATE takes rows away, so its header alone is not believed: whoever puts one on another
   * event would empty the table.
   */
  private static void checkTruncation(ConsumerRecord<byte[], byte[]> each) {
    long lsn = Truncation.of(each).lsn();
    boolean same =
        EventHead.read(each.value()).map(h -> h.op().equals("t") && h.lsn() == lsn).orElse(false);
    if (!same) {
      throw new UnfitValueException(
          "header %s says %d, but the event is no TRUNCATE of that WAL position"
              .formatted(ChangeHeaders.TRUNCATE, lsn));
    }
  }

  /** While nothing is announced for the table, it is the announcements that are missing. */
  private Set<String> unknownShapes(List<ConsumerRecord<byte[], byte[]>> records) {
    Set<String> unknown = new HashSet<>();
    byte[] last = null;
    Headers seen = null;
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (each.headers() == seen) {
        continue;
      }
      seen = each.headers();
      Header header = each.headers().lastHeader(ChangeHeaders.SHAPE);
      byte[] id = header == null ? null : header.value();
      if (id != null && !Arrays.equals(id, last)) {
        last = id;
        unknown.add(shape(each));
      }
    }
    unknown.removeIf(id -> catalog.knows(table, id));
    if (!unknown.isEmpty()) {
      catalog.refresh();
      unknown.removeIf(id -> catalog.knows(table, id));
    }
    if (!unknown.isEmpty() && catalog.latest(table).isPresent()) {
      catalog.refreshToEnd();
      unknown.removeIf(id -> catalog.knows(table, id));
      return unknown;
    }
    return Set.of();
  }

  private static String shape(ConsumerRecord<byte[], byte[]> each) {
    Header header = each.headers().lastHeader(ChangeHeaders.SHAPE);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.US_ASCII);
  }
}
