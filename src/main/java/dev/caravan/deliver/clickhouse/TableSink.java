package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.PartlyRefusedException;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.Truncation;
import dev.caravan.deliver.deadletter.PoisonException;
import dev.caravan.deliver.engine.EngineWay;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.projection.ProjectedShapes;
import dev.caravan.deliver.projection.Projection;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.ShapeRefusedException;
import dev.caravan.deliver.table.TargetName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lands one source table's batches in its ClickHouse table, each offset once.
 *
 * <p>Each row carries its partition and offset, a batch lands as a whole or not at all, and the
 * offsets of a partition land in order; so the highest offset in the table tells what is there
 * already. It is asked for whenever someone else may have inserted, or an insert's outcome is open.
 */
final class TableSink {

  private final TargetName target;
  private final TableName table;
  private final ShapeRuns shapes;
  private final HeaderCheck headers;
  private final PassedOver passedOver;
  private final ProjectedShapes catalog;
  private final TableOptions options;
  private final TableInspection inspection;
  private final TargetHome home;
  private final PartitionEmptying emptying;
  private final BatchMeters meters;
  private final LandedOffsets landed = new LandedOffsets();
  private final LandedQuery query;
  private final RowInsert insert;
  private final RowLanding landing;
  private final Optional<EngineWatch> engine;
  private String lastShape;

  /** What may land, and why the rest may not: null when all may. */
  private record Ready(List<ConsumerRecord<byte[], byte[]>> records, RefusedException refusal) {}

  TableSink(
      ClickHouseServer server,
      ShapeCatalog announced,
      DeliverMeters meters,
      TableName table,
      TargetName target,
      TargetOptions options,
      String route,
      Optional<EngineWay> engine) {
    this.catalog = new ProjectedShapes(announced, new Projection(options.columns()), route);
    this.table = table;
    this.target = target;
    this.options = options.table();
    this.shapes = new ShapeRuns(catalog, table);
    this.inspection = new TableInspection(server, target);
    this.home =
        new TargetHome(
            server,
            catalog,
            target,
            inspection,
            ColumnTypes.of(route, options.columns()),
            options.table(),
            meters.schemaChanges(table.toString()));
    this.headers = new HeaderCheck(catalog, table);
    this.passedOver = new PassedOver(shapes, home, options.table().log());
    this.emptying = new PartitionEmptying(server, inspection, target);
    this.meters = new BatchMeters(meters, table.toString());
    this.insert = new RowInsert(server, catalog, target, home, shapes, this.meters);
    RunningInserts inserts = new RunningInserts(server, target, RowInsert.queryIds(target));
    this.query = new LandedQuery(inspection, home, landed, inserts);
    this.landing = new RowLanding(insert, target, home, shapes, inspection, query, landed);
    this.engine =
        engine.map(
            way ->
                new EngineWatch(
                    way,
                    options,
                    announced,
                    catalog,
                    table,
                    home,
                    inspection,
                    landed,
                    inserts,
                    this.meters));
  }

  /**
   * Creates the target when the table's shape is announced already.
   *
   * @param batch one without records
   */
  synchronized void prepare(ChangeBatch batch) {
    catalog.refresh();
    home.forget();
    catalog.latest(table).ifPresent(this::prepare);
    engine.ifPresent(watch -> watch.prepared(batch));
  }

  /** The route delivers no more, though the application goes on. */
  synchronized void stop() {
    engine.ifPresent(EngineWatch::stop);
  }

  private void prepare(Shape latest) {
    home.prepare(latest);
    if (options.where().isPresent() && home.table() != null) {
      insert.prepare(latest);
    }
  }

  /**
   * Creates the target for events none of which is to land, so that it is there while a route
   * leaves all of them out. It begins with their shape, as if they had landed.
   */
  synchronized void prepareFor(List<ConsumerRecord<byte[], byte[]>> events) {
    if (!home.isThere()) {
      catalog.refresh();
      // What is wrong with an event that does not land matters to nobody.
      ready(events.stream().filter(headers::isShapeKnown).toList());
    }
  }

  /**
   * Lands what the table does not have of a batch, rows or TRUNCATEs.
   *
   * @throws PoisonException when rows of it cannot land, and some before the first of them may have
   * @throws PartlyRefusedException when some of it has landed; the rest may be given again
   * @throws RuntimeException when it has not landed, or it is open whether it has; the same batch
   *     may then be given again
   */
  synchronized void land(ChangeBatch batch) {
    try {
      List<ConsumerRecord<byte[], byte[]>> toLand =
          engine.map(watch -> watch.left(batch)).orElse(batch.records());
      if (!toLand.isEmpty()) {
        land(batch, toLand);
      }
      engine.ifPresent(watch -> watch.landed(batch));
    } catch (PoisonException e) {
      // What is known of the table was looked at again before a row was given up.
      throw e;
    } catch (RuntimeException e) {
      landed.forget();
      forgetTable();
      engine.ifPresent(EngineWatch::forget);
      throw e;
    }
  }

  private void land(ChangeBatch batch, List<ConsumerRecord<byte[], byte[]>> toLand) {
    boolean truncates = Truncation.is(batch.records().get(0));
    // A table that was changed by hand need not take what it has already.
    List<ConsumerRecord<byte[], byte[]>> records = truncates ? toLand : missing(batch, toLand);
    headers.check(records);
    Ready ready = ready(records);
    if (truncates) {
      truncate(batch, ready.records());
    } else {
      landing.land(batch, passedOver.without(missing(batch, ready.records()), batch.truncated()));
    }
    if (ready.refusal() != null) {
      throw ready.records().isEmpty()
          ? ready.refusal()
          : new PartlyRefusedException(ready.refusal(), ready.records());
    }
  }

  /** Makes the table ready for the shapes of the records. */
  private Ready ready(List<ConsumerRecord<byte[], byte[]>> records) {
    List<ShapeRuns.Run> runs = shapes.of(records);
    if (isOtherThanBefore(runs)) {
      // A shape that is known may have been announced again meanwhile, and be the newest by now.
      catalog.refresh();
      forgetTable();
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
    query.learn(batch.assignment(), records);
    List<ConsumerRecord<byte[], byte[]>> missing = landed.missing(records);
    return engine.map(watch -> watch.missing(records, missing)).orElse(missing);
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
    // A log tells what was; the TRUNCATE took away what is.
    if (!truncations.isEmpty() && !options.log()) {
      emptying.empty(truncations, batch.revoked());
    }
    for (Truncation each : truncations) {
      landed.passed(batch.assignment(), each.partition(), each.offset());
    }
    meters.truncated(truncations.size());
    landing.truncated(batch);
  }

  private void forgetTable() {
    home.forget();
    landing.forget();
  }
}
