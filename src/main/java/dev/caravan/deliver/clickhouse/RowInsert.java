package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Shape;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.deadletter.PoisonRow;
import dev.caravan.deliver.option.TargetOption;
import dev.caravan.deliver.projection.ProjectedShapes;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.RowWriter;
import dev.caravan.deliver.row.UnfitValueException;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Encodes events as rows of the table and inserts them as one block. Not for several threads. */
final class RowInsert {

  private static final int SMALL_BUFFER = 1 << 16;
  private static final int LARGEST_KEPT_BUFFER = 32 << 20;

  /** Of what the last batch needed. */
  private static final long KEPT_TIMES = 8;

  private final ClickHouseServer server;
  private final ProjectedShapes catalog;
  private final TargetName target;
  private final TargetHome home;
  private final ShapeRuns shapes;
  private final BatchMeters meters;
  private final String queryIds;
  private final Map<List<Shape>, InsertPlan> plans = new HashMap<>();
  private RowBuffer buffer = new RowBuffer(SMALL_BUFFER);
  private TargetTable planned;
  private InsertPlan plan;
  private int rows;

  RowInsert(
      ClickHouseServer server,
      ProjectedShapes catalog,
      TargetName target,
      TargetHome home,
      ShapeRuns shapes,
      BatchMeters meters) {
    this.server = server;
    this.catalog = catalog;
    this.target = target;
    this.home = home;
    this.shapes = shapes;
    this.meters = meters;
    this.queryIds = queryIds(target);
  }

  /** What the query ids of every insert into a table begin with. */
  static String queryIds(TargetName target) {
    return "caravan-" + target.table() + "-";
  }

  /**
   * Encodes the events; those that can be are ready to be sent.
   *
   * @return those that cannot, in order
   */
  List<PoisonRow> encode(List<ConsumerRecord<byte[], byte[]>> events) {
    List<ShapeRuns.Run> runs = shapes.of(events);
    plan = plan(runs);
    long useful = Math.max(SMALL_BUFFER, KEPT_TIMES * buffer.size());
    if (buffer.capacity() > Math.min(LARGEST_KEPT_BUFFER, useful)) {
      // What many tables needed once while they were behind would be most of a small heap.
      buffer = new RowBuffer(SMALL_BUFFER);
    }
    buffer.truncate(0);
    meters.start();
    List<PoisonRow> unfit = new ArrayList<>();
    int next = 0;
    for (ShapeRuns.Run run : runs) {
      RowWriter writer = plan.writers().get(run.shape());
      for (; next < run.end(); next++) {
        ConsumerRecord<byte[], byte[]> each = events.get(next);
        try {
          writer.write(each.key(), each.value(), each.partition(), each.offset(), buffer);
          meters.row(writer.op(), writer.committedAt());
        } catch (UnfitValueException e) {
          unfit.add(PoisonRow.of(each, e));
        }
      }
    }
    rows = events.size() - unfit.size();
    return unfit;
  }

  /**
   * Inserts what was encoded last.
   *
   * @param last called when all but the end is sent; when it throws, nothing is inserted
   * @throws RowsRefusedException when it is for what a row holds that none is inserted
   * @throws DeliveryException when none is inserted, or it is open whether they are
   */
  void send(String token, Runnable last) {
    long start = System.nanoTime();
    server.insert(target, plan, buffer, queryIds + UUID.randomUUID(), token, last);
    meters.inserted(rows, System.nanoTime() - start);
  }

  /**
   * Sees that rows of a shape can be inserted.
   *
   * @param shape one the table is ready for
   * @throws DeliveryException when they cannot, or ClickHouse does not answer
   */
  void prepare(Shape shape) {
    plan(List.of(new ShapeRuns.Run(shape, 0)));
  }

  /**
   * Whether rows that are sent may not be inserted, for they do not match the route's condition.
   */
  boolean leavesOut() {
    return plan != null && plan.filter().filter(filter -> !filter.replacing()).isPresent();
  }

  /** Forgets what is known of the table. */
  void forget() {
    plans.clear();
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
            checked(
                InsertPlan.of(
                    home.table(),
                    newest,
                    distinct,
                    number -> catalog.hadColumn(newest, number),
                    catalog::field)));
  }

  /** A condition that is wrong must not be taken for rows that are. */
  private InsertPlan checked(InsertPlan made) {
    made.filter()
        .ifPresent(
            filter -> {
              try {
                server.execute(filter.check());
              } catch (DeliveryException e) {
                throw StatementFault.of(
                    e,
                    "route %s sets %s to '%s'"
                        .formatted(
                            home.table().types().route(),
                            TargetOption.WHERE.name(),
                            filter.condition()));
              }
            });
    return made;
  }
}
