package dev.caravan.deliver.clickhouse;

import dev.caravan.change.TableName;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.engine.EngineStalledException;
import dev.caravan.deliver.engine.EngineWay;
import dev.caravan.deliver.engine.ViewSql;
import dev.caravan.deliver.option.TargetOption;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.projection.ProjectedShapes;
import dev.caravan.deliver.shape.ShapeCatalog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has ClickHouse's Kafka engine fill the table where its route wants that, and finds what is to be
 * landed beside it. A table begins with rows of Caravan's own; once they are those of its newest
 * shape, the engine goes on behind them. When a newer shape comes, or something the engine does not
 * get over, it is stopped for as long.
 */
final class EngineWatch {

  private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
  private static final long CLEAR_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final EngineWay way;
  private final TargetOptions options;
  private final EngineShapes shapes;
  private final TableName table;
  private final TargetHome home;
  private final LandedBeside beside;
  private final LandedOffsets landed;
  private final BatchMeters meters;
  private long clearAt = System.nanoTime();

  EngineWatch(
      EngineWay way,
      TargetOptions options,
      ShapeCatalog announced,
      ProjectedShapes catalog,
      TableName table,
      TargetHome home,
      TableInspection inspection,
      LandedOffsets landed,
      RunningInserts inserts,
      BatchMeters meters) {
    this.way = way;
    this.options = options;
    this.shapes = new EngineShapes(way, options, announced, catalog, table, home);
    this.table = table;
    this.home = home;
    this.beside = new LandedBeside(inspection, landed, inserts);
    this.landed = landed;
    this.meters = meters;
  }

  /**
   * What is to be landed of a batch: all while the engine does not read, else what it left, once it
   * has passed the batch.
   */
  List<ConsumerRecord<byte[], byte[]>> left(ChangeBatch batch) {
    if (options.kafkaEngine() && batch.records() != batch.read()) {
      throw new RefusedException(
          "the route sets %s to kafka-engine, but has steps of its own, which ClickHouse's Kafka engine does not go through; leave one of them out"
              .formatted(TargetOption.VIA.name()));
    }
    look(batch.assignment());
    if (!way.isRunning()) {
      return batch.records();
    }
    List<ConsumerRecord<byte[], byte[]>> left;
    try {
      left = way.left(batch, beside::settle);
    } catch (EngineStalledException e) {
      LOG.warn("Caravan delivers {} by itself for a while: {}", table, e.getMessage());
      way.detour();
      landed.forget();
      return batch.records();
    }
    if (shapes.bringsNewer(left)) {
      way.stop();
      landed.forget();
      return batch.records();
    }
    meters.taken(batch.records(), left);
    beside.learn(batch.assignment(), left);
    return left;
  }

  /** Looks what the engine does, when another deliverer may have changed that. */
  private void look(long assignment) {
    if (!way.isUnknown(assignment)) {
      return;
    }
    Optional<String> shape = way.look(assignment);
    if (shape.isPresent() && !(options.kafkaEngine() && shapes.isAsWanted(shape.get()))) {
      way.stop();
    }
    landed.forget();
  }

  /**
   * Adds what the engine passed and left to Caravan, while it does not read.
   *
   * @param missing those of the records that are not in the table because of their offsets
   */
  List<ConsumerRecord<byte[], byte[]>> missing(
      List<ConsumerRecord<byte[], byte[]>> records, List<ConsumerRecord<byte[], byte[]>> missing) {
    if (way.isRunning() || missing.size() == records.size()) {
      return missing;
    }
    Set<ConsumerRecord<byte[], byte[]>> absent = new HashSet<>(missing);
    List<ConsumerRecord<byte[], byte[]>> doubtful =
        way.doubtful(records.stream().filter(each -> !absent.contains(each)).toList());
    if (doubtful.isEmpty()) {
      return missing;
    }
    absent.addAll(beside.missing(doubtful));
    return records.stream().filter(absent::contains).toList();
  }

  /** A batch has landed: the engine may begin, or what was left of it may go. */
  void landed(ChangeBatch batch) {
    if (options.kafkaEngine()) {
      if (way.mayStart()) {
        // Not before events of the newest shape come: with those before it, it would end at once.
        shapes
            .latest(batch.records())
            .ifPresent(latest -> start(latest, behind(batch.records()), batch));
      }
    } else if (System.nanoTime() - clearAt >= 0) {
      way.clear();
      clearAt = System.nanoTime() + CLEAR_EVERY;
    }
  }

  /** The table is there, as far as it can be, though no event has come. */
  void prepared(ChangeBatch batch) {
    look(batch.assignment());
    if (!options.kafkaEngine()) {
      way.clear();
    } else if (way.mayStart() && home.table() != null) {
      shapes.latest().ifPresent(latest -> start(latest, Map.of(), batch));
    }
  }

  private void start(String shape, Map<Integer, Long> behind, ChangeBatch batch) {
    Optional<ViewSql> sql = shapes.sqlIfReached(shape);
    if (sql.isEmpty()) {
      return;
    }
    beside.settle();
    way.start(sql.get(), behind, batch);
    landed.forget();
    if (home.hasChanged()) {
      // Another deliverer had it follow a newer shape meanwhile.
      way.stop();
      home.forget();
    }
  }

  /** The table is not to be filled any more. */
  void stop() {
    if (options.kafkaEngine()) {
      way.stop();
      way.forget();
    }
  }

  /** Forgets what is known of the engine. */
  void forget() {
    way.forget();
  }

  private static Map<Integer, Long> behind(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, Long> behind = new HashMap<>();
    records.forEach(each -> behind.merge(each.partition(), each.offset() + 1, Math::max));
    return behind;
  }
}
