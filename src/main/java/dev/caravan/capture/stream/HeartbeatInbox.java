package dev.caravan.capture.stream;

import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.position.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's signs of life, each kept until all rows are taken that came before it: it knows of
 * transactions whose rows may be on their way still. What fails in Debezium's thread is heard here,
 * too. Not safe for use by several threads.
 */
final class HeartbeatInbox {

  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  private final ChangeTask task;
  private final List<SourceRecord> waiting = new ArrayList<>();
  private long next = System.nanoTime();

  HeartbeatInbox(ChangeTask task) {
    this.task = task;
  }

  /** Looks for new ones when it is time to; throws when Debezium has failed. */
  void look() throws InterruptedException {
    if (System.nanoTime() - next < 0) {
      return;
    }
    List<SourceRecord> polled = task.poll();
    next = System.nanoTime() + LOOK_NANOS;
    if (polled != null) {
      for (SourceRecord record : polled) {
        if (!CapturedBatch.isHeartbeat(record)) {
          throw new IllegalStateException(
              "Debezium sent a record for " + record.topic() + ", which nothing was to go to");
        }
        waiting.add(record);
      }
    }
  }

  /**
   * Takes those that are due.
   *
   * @param position up to where all rows were taken
   */
  List<SourceRecord> take(StreamPosition position) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<SourceRecord> due = new ArrayList<>();
    for (Iterator<SourceRecord> each = waiting.iterator(); each.hasNext(); ) {
      SourceRecord heartbeat = each.next();
      if (Long.compareUnsigned(commitLsn(heartbeat), position.commitLsn()) > 0) {
        break;
      }
      due.add(heartbeat);
      each.remove();
    }
    return due;
  }

  private static long commitLsn(SourceRecord heartbeat) {
    Object lsn = heartbeat.sourceOffset().get("lsn_commit");
    if (lsn instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException(
        "a heartbeat of Debezium's came without 'lsn_commit' in its offset "
            + heartbeat.sourceOffset());
  }
}
