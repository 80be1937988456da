package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.clickhouse.Attempts.Attempt;
import dev.caravan.deliver.deadletter.PoisonException;
import dev.caravan.deliver.deadletter.PoisonRow;
import dev.caravan.deliver.table.TargetName;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lands rows the table does not have: all in one insert, or those ClickHouse does not refuse. */
final class RowLanding {

  private static final Logger LOG = LoggerFactory.getLogger(RowLanding.class);

  private final RowInsert rowInsert;
  private final TargetName target;
  private final TargetHome home;
  private final ShapeRuns shapes;
  private final TableInspection inspection;
  private final LandedQuery query;
  private final LandedOffsets landed;
  private final Attempts attempts = new Attempts();
  private final Bisection bisection = new Bisection();

  /**
   * @param landed where to note what has landed
   */
  RowLanding(
      RowInsert rowInsert,
      TargetName target,
      TargetHome home,
      ShapeRuns shapes,
      TableInspection inspection,
      LandedQuery query,
      LandedOffsets landed) {
    this.rowInsert = rowInsert;
    this.target = target;
    this.home = home;
    this.shapes = shapes;
    this.inspection = inspection;
    this.query = query;
    this.landed = landed;
  }

  /** What was inserted of the partitions of a TRUNCATE is gone. */
  void truncated(ChangeBatch batch) {
    attempts.of(batch.records()).forEach(attempts::ended);
  }

  /** Forgets what is known of the table. */
  void forget() {
    rowInsert.forget();
  }

  /**
   * Lands them, after what an open insert of the batch may not have brought to the views.
   *
   * @throws PoisonException when rows cannot land, and those before the first of them may have
   * @throws DeliveryException when they have not landed, or it is open whether they have
   */
  void land(ChangeBatch batch, List<ConsumerRecord<byte[], byte[]>> missing) {
    List<ConsumerRecord<byte[], byte[]>> left = missing;
    for (Attempt open : attempts.of(batch.records())) {
      settle(batch, open);
      left = landed.missing(left);
    }
    if (left.isEmpty()) {
      return;
    }
    List<ConsumerRecord<byte[], byte[]>> rest = left;
    encode(rest);
    try {
      bisection.land(rest, rows -> insert(batch, rows, rows.size() == rest.size()));
    } catch (PoisonException e) {
      if (home.hasChanged()) {
        throw new DeliveryException(target + " has changed, and is looked at again", e);
      }
      throw e;
    }
  }

  /**
   * ClickHouse commits the table first and its views' targets milliseconds later; had it died in
   * between, only repeating the very same insert brings the rows to the views. A replica that is
   * out of reach may still commit one; under the same name it lands once, whoever commits first,
   * and it waits again for the replicas that must have it.
   */
  private void settle(ChangeBatch batch, Attempt open) {
    boolean whole = query.isWhole(open.records(), rowInsert.leavesOut());
    if (whole ? inspection.viewsDropRepeats() : isLate(batch, open)) {
      if (isReady(open) && rowInsert.encode(open.records()).isEmpty()) {
        repeat(batch, open, whole);
      } else if (whole) {
        LOG.warn(
            "{} has changed since an insert into it was cut off; views on it may lack its {} rows",
            target,
            open.records().size());
      }
    }
    attempts.ended(open);
  }

  /** Whether nothing is there of what another replica may still commit. */
  private boolean isLate(ChangeBatch batch, Attempt open) {
    return home.table() != null
        && home.table().isReplicated()
        // After a later assignment another deliverer may have some of its rows, and all inserts
        // that might still bring them were waited for.
        && open.assignment() == batch.assignment()
        && landed.missing(open.records()).size() == open.records().size();
  }

  private void repeat(ChangeBatch batch, Attempt open, boolean whole) {
    try {
      send(batch, open);
      if (!whole) {
        // Keeper may know the name of an insert whose rows a lost server had.
        landed.forget();
        query.learn(batch.assignment(), batch.records());
      }
    } catch (RowsRefusedException e) {
      if (whole) {
        throw e;
      }
      if (query.hasAnyOf(open.records())) {
        // A view that refuses does not keep the table from having the rows.
        throw new DeliveryException(target + " has rows of an insert refused: " + e, e);
      }
      LOG.debug("Looking for the rows of {} that are refused one by one", target, e);
    }
  }

  private boolean isReady(Attempt open) {
    List<ShapeRuns.Run> runs = shapes.of(open.records());
    runs.forEach(run -> home.ready(run.shape()));
    // What the last ones made of the table may leave the first ones behind.
    return runs.stream().allMatch(run -> home.ready(run.shape()));
  }

  /** Encodes all of a batch, so that what cannot be encoded is known before anything is sent. */
  private void encode(List<ConsumerRecord<byte[], byte[]>> records) {
    List<PoisonRow> unfit = rowInsert.encode(records);
    if (!unfit.isEmpty() && home.hasChanged()) {
      // Somebody may have given a column another type meanwhile.
      home.forget();
      forget();
      makeReady(records);
      unfit = rowInsert.encode(records);
    }
    if (!unfit.isEmpty()) {
      throw new PoisonException(unfit, List.of());
    }
  }

  private void makeReady(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ShapeRuns.Run run : shapes.of(records)) {
      if (!home.ready(run.shape())) {
        throw new DeliveryException(target + " has changed while a batch was made ready for it");
      }
    }
  }

  private void insert(
      ChangeBatch batch, List<ConsumerRecord<byte[], byte[]>> rows, boolean encoded) {
    if (!encoded) {
      rowInsert.encode(rows);
    }
    Attempt attempt = attempts.begin(batch.assignment(), rows);
    try {
      send(batch, attempt);
      attempts.ended(attempt);
    } catch (RowsRefusedException e) {
      if (query.hasAnyOf(rows)) {
        // A view that refuses does not keep the table from having the rows.
        throw new DeliveryException(target + " has rows of an insert refused: " + e, e);
      }
      attempts.ended(attempt);
      throw e;
    }
  }

  private void send(ChangeBatch batch, Attempt attempt) {
    mustBeOurs(batch);
    rowInsert.send(attempt.token(), () -> mustBeOurs(batch));
    landed.note(batch.assignment(), attempt.records());
  }

  private static void mustBeOurs(ChangeBatch batch) {
    if (batch.revoked().getAsBoolean()) {
      throw new DeliveryException(
          "the partitions of the batch were taken away, or Kafka does not answer and may have given"
              + " them to another deliverer");
    }
  }
}
