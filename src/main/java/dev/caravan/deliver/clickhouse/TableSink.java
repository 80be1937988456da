package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.PartlyRefusedException;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.Truncation;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.RowWriter;
import dev.caravan.deliver.row.UnfitValueException;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lands one source table's batches in its ClickHouse table, each offset once.
 *
 * <p>Each row carries its partition and offset, a batch lands as a whole or not at all, and the
 * offsets of a partition land in order; so the highest offset in the table tells what is there
 * already. It is asked for whenever someone else may have inserted, or an insert's outcome is open.
 */
final class TableSink {

  private static final int SMALL_BUFFER = 1 << 16;
  private static final int LARGEST_KEPT_BUFFER = 32 << 20;

  private final ClickHouseServer server;
  private final TargetName target;
  private final TableName table;
  private final ShapeRuns shapes;
  private final PassedOver passedOver;
  private final ShapeCatalog catalog;
  private final TableInspection inspection;
  private final TargetHome home;
  private final PartitionEmptying emptying;
  private final BatchMeters meters;
  private final LandedOffsets landed = new LandedOffsets();
  private final Map<List<Shape>, InsertPlan> plans = new HashMap<>();
  private final String queryIds;
  private RowBuffer buffer = new RowBuffer(SMALL_BUFFER);
  private TargetTable planned;
  private String lastShape;
  private Attempt doubtful;

  /** An insert whose outcome is open. */
  private record Attempt(String token, int number, List<ConsumerRecord<byte[], byte[]>> records) {}

  /**
   * What may land, and why the rest may not.
   *
   * @param refusal null when all may
   */
  private record Ready(List<ConsumerRecord<byte[], byte[]>> records, RefusedException refusal) {}

  TableSink(
      ClickHouseServer server,
      ShapeCatalog catalog,
      DeliverMeters meters,
      TableName table,
      TargetName target,
      ColumnTypes types,
      boolean dropColumns) {
    this.server = server;
    this.catalog = catalog;
    this.table = table;
    this.target = target;
    this.shapes = new ShapeRuns(catalog, table);
    this.inspection = new TableInspection(server, target);
    this.home = new TargetHome(server, catalog, target, inspection, types, dropColumns);
    this.passedOver = new PassedOver(shapes, home);
    this.emptying = new PartitionEmptying(server, inspection, target);
    this.meters = new BatchMeters(meters, table.toString());
    this.queryIds = "caravan-" + target.table() + "-";
  }

  /** Creates the target when the table's shape is announced already. */
  synchronized void prepare() {
    catalog.refresh();
    home.forget();
    catalog.latest(table).ifPresent(home::prepare);
  }

  /**
   * Lands what the table does not have of a batch, rows or TRUNCATEs.
   *
   * @throws PartlyRefusedException when some of it has landed; the rest may be given again
   * @throws RuntimeException when it has not landed, or it is open whether it has; the same batch
   *     may then be given again
   */
  synchronized void land(ChangeBatch batch) {
    try {
      boolean truncates = Truncation.is(batch.records().get(0));
      // A table that was changed by hand need not take what it has already.
      Ready ready = ready(truncates ? batch.records() : missing(batch, batch.records()));
      if (truncates) {
        truncate(batch, ready.records());
      } else {
        landRows(batch, passedOver.without(missing(batch, ready.records())));
      }
      if (ready.refusal() != null) {
        throw ready.records().isEmpty()
            ? ready.refusal()
            : new PartlyRefusedException(ready.refusal(), ready.records());
      }
    } catch (RuntimeException e) {
      landed.forget();
      home.forget();
      plans.clear();
      throw e;
    }
  }

  /** Makes the table ready for the shapes of the records. */
  private Ready ready(List<ConsumerRecord<byte[], byte[]>> records) {
    List<ShapeRuns.Run> runs = shapes.of(records);
    if (isOtherThanBefore(runs)) {
      // A shape that is known may have been announced again meanwhile, and be the newest by now.
      catalog.refresh();
      home.forget();
      plans.clear();
      runs = shapes.of(records);
    }
    Set<Shape> refused = new HashSet<>();
    RefusedException refusal = null;
    for (ShapeRuns.Run run : runs) {
      try {
        home.ready(run.shape());
      } catch (ShapeRefusedException e) {
        refused.add(run.shape());
        refusal = refusal == null ? e : refusal;
      }
    }
    return new Ready(refusal == null ? records : ShapeRuns.before(refused, runs, records), refusal);
  }

  private boolean isOtherThanBefore(List<ShapeRuns.Run> runs) {
    boolean other = false;
    for (ShapeRuns.Run run : runs) {
      String id = run.shape().id();
      other |= !id.equals(lastShape);
      lastShape = id;
    }
    return other;
  }

  /** What the table does not have of the records. */
  private List<ConsumerRecord<byte[], byte[]>> missing(
      ChangeBatch batch, List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, Long> unknown = landed.unknown(batch.assignment(), records);
    if (!unknown.isEmpty() && home.isThere()) {
      inspection.awaitInserts(queryIds);
      inspection
          .highestOffsets(unknown)
          .forEach((partition, offset) -> landed.note(batch.assignment(), partition, offset));
    }
    return landed.missing(records);
  }

  private void landRows(ChangeBatch batch, List<ConsumerRecord<byte[], byte[]>> missing) {
    if (!missing.isEmpty()) {
      insert(batch, missing, nextAttempt(missing));
    } else if (doubtful != null && isPartOf(doubtful, batch) && inspection.viewsDropRepeats()) {
      // ClickHouse commits the table first and its views' targets milliseconds later; had it died
      // in between, only repeating the very same insert brings the rows to the views.
      Ready again = ready(doubtful.records());
      if (again.refusal() != null) {
        throw again.refusal();
      }
      insert(batch, doubtful.records(), doubtful);
    }
    doubtful = null;
  }

  /** Empties the table of what the partitions brought before, and knows that it has. */
  private void truncate(ChangeBatch batch, List<ConsumerRecord<byte[], byte[]>> records) {
    if (records.isEmpty()) {
      return;
    }
    // What another deliverer began to insert before it lost the partitions must not come later.
    missing(batch, records);
    List<Truncation> truncations =
        passedOver.withoutOutdated(records).stream().map(Truncation::of).toList();
    if (!truncations.isEmpty()) {
      emptying.empty(truncations, batch.revoked());
    }
    for (Truncation each : truncations) {
      landed.passed(batch.assignment(), each.partition(), each.offset());
    }
    meters.truncated(truncations.size());
    doubtful = null;
  }

  /**
   * What to call the insert. One whose rows are not in the table is never repeated under its name:
   * ClickHouse notes the name just before the rows, and had it died in between, it would drop them.
   */
  private Attempt nextAttempt(List<ConsumerRecord<byte[], byte[]>> records) {
    int number = doubtful == null ? 0 : doubtful.number() + 1;
    String token = InsertToken.of(records.get(0).topic(), records);
    return new Attempt(number == 0 ? token : token + "#" + number, number, records);
  }

  private static boolean isPartOf(Attempt attempt, ChangeBatch batch) {
    ConsumerRecord<byte[], byte[]> first = attempt.records().get(0);
    return batch.records().stream()
        .anyMatch(each -> each.partition() == first.partition() && each.offset() == first.offset());
  }

  private void insert(
      ChangeBatch batch, List<ConsumerRecord<byte[], byte[]>> records, Attempt attempt) {
    List<ShapeRuns.Run> runs = shapes.of(records);
    InsertPlan plan = plan(runs);
    encode(plan, runs, records);
    mustBeOurs(batch);
    long start = System.nanoTime();
    doubtful = attempt;
    server.insert(
        target,
        plan.columns(),
        buffer,
        queryIds + UUID.randomUUID(),
        attempt.token(),
        () -> mustBeOurs(batch));
    landed.note(batch.assignment(), records);
    meters.inserted(records.size(), System.nanoTime() - start);
  }

  private static void mustBeOurs(ChangeBatch batch) {
    if (batch.revoked().getAsBoolean()) {
      throw new DeliveryException(
          "the partitions of the batch were taken away, or Kafka does not answer and may have given"
              + " them to another deliverer");
    }
  }

  private InsertPlan plan(List<ShapeRuns.Run> runs) {
    List<Shape> distinct = runs.stream().map(ShapeRuns.Run::shape).distinct().toList();
    if (!home.table().equals(planned)) {
      plans.clear();
      planned = home.table();
    }
    Shape newest = home.reached(distinct.get(0));
    List<Shape> involved = new ArrayList<>(distinct);
    involved.add(newest);
    return plans.computeIfAbsent(
        involved,
        any ->
            InsertPlan.of(
                home.table(), newest, distinct, number -> catalog.hadColumn(newest, number)));
  }

  private void encode(
      InsertPlan plan, List<ShapeRuns.Run> runs, List<ConsumerRecord<byte[], byte[]>> records) {
    if (buffer.capacity() > LARGEST_KEPT_BUFFER) {
      buffer = new RowBuffer(SMALL_BUFFER);
    }
    buffer.truncate(0);
    meters.start();
    int next = 0;
    for (ShapeRuns.Run run : runs) {
      RowWriter writer = plan.writers().get(run.shape());
      for (; next < run.end(); next++) {
        write(writer, records.get(next));
        meters.row(writer.op(), writer.committedAt());
      }
    }
  }

  private void write(RowWriter writer, ConsumerRecord<byte[], byte[]> each) {
    try {
      writer.write(each.key(), each.value(), each.partition(), each.offset(), buffer);
    } catch (UnfitValueException e) {
      throw new RefusedException(
          "the event at offset "
              + each.offset()
              + " of "
              + each.topic()
              + " partition "
              + each.partition()
              + " does not fit ClickHouse table "
              + target
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
