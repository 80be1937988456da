package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.DeliverMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts the rows of a batch while it is encoded, and records them once it has landed. */
final class BatchMeters {

  private static final int OPS = 128;

  private final DeliverMeters meters;
  private final String table;
  private final DistributionSummary batchRows;
  private final Timer insert;
  private final Timer delay;
  private final Map<Character, Counter> rows = new HashMap<>();
  private final long[] ops = new long[OPS];
  private long oldest;
  private long newest;

  BatchMeters(DeliverMeters meters, String table) {
    this.meters = meters;
    this.table = table;
    batchRows = meters.batchRows(table);
    insert = meters.insert(table);
    delay = meters.delay(table);
  }

  void start() {
    Arrays.fill(ops, 0);
    oldest = Long.MAX_VALUE;
    newest = Long.MIN_VALUE;
  }

  /**
   * @param committedAt microseconds since 1970
   */
  void row(char op, long committedAt) {
    ops[op & OPS - 1]++;
    oldest = Math.min(oldest, committedAt);
    newest = Math.max(newest, committedAt);
  }

  /** TRUNCATEs done, one a partition. */
  void truncated(int count) {
    rows.computeIfAbsent('t', op -> meters.rows(table, op)).increment(count);
  }

  void inserted(int count, long nanos) {
    taken(count);
    insert.record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Records what somebody else has inserted.
   *
   * @param left those of the events that are not among it
   */
  void taken(
      List<ConsumerRecord<byte[], byte[]>> events, List<ConsumerRecord<byte[], byte[]>> left) {
    Set<ConsumerRecord<byte[], byte[]>> others = new HashSet<>(left);
    start();
    for (ConsumerRecord<byte[], byte[]> each : events) {
      if (!others.contains(each)) {
        row(EventPeek.op(each.value()), EventPeek.committedAt(each.value()));
      }
    }
    if (events.size() > left.size()) {
      taken(events.size() - left.size());
    }
  }

  private void taken(int count) {
    for (char op = 0; op < OPS; op++) {
      if (ops[op] > 0) {
        rows.computeIfAbsent(op, o -> meters.rows(table, o)).increment(ops[op]);
      }
    }
    batchRows.record(count);
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    delay.record(Math.max(0, now - oldest), TimeUnit.MICROSECONDS);
    delay.record(Math.max(0, now - newest), TimeUnit.MICROSECONDS);
  }
}
