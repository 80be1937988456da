package dev.caravan.deliver.engine;

import dev.caravan.change.Shape;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.option.TableOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * ClickHouse's Kafka engine beside a deliverer that watches it: it reads the table's topic in a
 * group of its own and takes the events that are certain, the deliverer reads the same events,
 * waits until the engine has passed them, and lands those that were left to it.
 *
 * <p>What an event's offset tells, once the engine has committed behind it: it is in the target, or
 * it is among the rest. A repetition after a kill of ClickHouse is kept out by the gates: there is
 * one for each partition, in memory, and without it all is left; whoever delivers the partition
 * opens it at the highest offset the target has.
 *
 * <p>Not for several threads.
 */
public final class EngineWay {

  private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long DETOUR_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final EngineObjects objects;
  private final EngineClaim claim;
  private final EngineSetup setup;
  private final EngineNames names;
  private final EngineGroups groups;
  private final EngineStall stall;
  private final EngineGates gates;
  private final String topic;
  private final Map<Integer, Long> passed = new HashMap<>();
  private String readingGroup;
  private String comment;
  private long lookedFor = -1;
  private long watchedAt = System.nanoTime() - WATCH_NANOS;
  private long awayUntil = System.nanoTime();

  /**
   * @param topic the topic of the table's changes
   * @param group the group of the deliverers that watch
   */
  public EngineWay(
      Statements clickhouse,
      EngineNames names,
      EngineGroups groups,
      EngineSettings settings,
      String topic,
      String group) {
    this.objects = new EngineObjects(clickhouse, names);
    this.claim = new EngineClaim(clickhouse, names);
    this.setup = new EngineSetup(objects, claim, names, groups, settings, topic, group);
    this.names = names;
    this.groups = groups;
    this.stall = new EngineStall(objects, settings, topic);
    this.gates = new EngineGates(objects, claim);
    this.topic = topic;
  }

  /** Whether the engine reads, as far as is known. */
  public boolean isRunning() {
    return comment != null;
  }

  /** Whether it was not looked for since the assignment. */
  public boolean isUnknown(long assignment) {
    return lookedFor != assignment;
  }

  /** Looks whether the engine reads, and returns the shape whose events it takes if it does. */
  public Optional<String> look(long assignment) {
    forget();
    if (claim.isHeld()) {
      throw claim.byAnother(null);
    }
    Optional<String> there = objects.comment();
    readingGroup = objects.group().orElse(null);
    comment = there.orElse(null);
    lookedFor = assignment;
    return there.map(EngineDdl::shapeOf);
  }

  /** Whether it makes of the events what it should. */
  public boolean makes(ViewSql sql) {
    return EngineDdl.comment(sql).equals(comment);
  }

  /** The shape whose events it takes. */
  public String shape() {
    return EngineDdl.shapeOf(comment);
  }

  /** Forgets what is known of it, after a failure that leaves that open. */
  public void forget() {
    passed.clear();
    watchedAt = System.nanoTime() - WATCH_NANOS;
    comment = null;
    readingGroup = null;
    lookedFor = -1;
  }

  /** How the views make rows. */
  public ViewSql sql(
      EngineColumns columns, String id, Shape shape, TableOptions options, Set<String> sortingKey) {
    return new ViewSql(names, columns, id, shape, options, sortingKey);
  }

  /** Whether it may be started now. */
  public boolean mayStart() {
    return comment == null && System.nanoTime() - awayUntil >= 0;
  }

  /**
   * Has the engine read.
   *
   * @param behind the offsets behind what has landed otherwise, by partition
   * @param batch what has landed last; nobody inserts events of its partitions any more
   */
  public void start(ViewSql sql, Map<Integer, Long> behind, ChangeBatch batch) {
    if (setup.start(sql, behind, EngineGates.of(batch), batch.revoked())) {
      look(lookedFor);
    } else {
      forget();
      awayUntil = System.nanoTime() + DETOUR_NANOS;
    }
  }

  /** Has the engine read no more; returns when what it inserts has ended. */
  public void stop() {
    long assignment = lookedFor;
    setup.stop();
    look(assignment);
  }

  /** Has it read no more for some time, in which Caravan delivers what it does not get over. */
  public void detour() {
    stop();
    awayUntil = System.nanoTime() + DETOUR_NANOS;
  }

  /**
   * Waits until the engine has passed a batch.
   *
   * @param settle waits until nobody inserts events of the batch's partitions any more
   * @return what it left to Caravan of it
   * @throws EngineStalledException when it does not get over it
   * @throws DeliveryException when it cannot be told
   */
  public List<ConsumerRecord<byte[], byte[]>> left(ChangeBatch batch, Runnable settle) {
    Map<Integer, long[]> ranges = SeenEvents.ranges(batch.records());
    long progressed = System.nanoTime();
    long pause = 5;
    watch(batch, settle);
    while (!hasPassed(ranges)) {
      if (batch.revoked().getAsBoolean()) {
        throw new DeliveryException("the partitions were taken away while ClickHouse reads them");
      }
      long still = System.nanoTime() - progressed;
      if (still >= EngineStall.NANOS) {
        stall.look(still, readingGroup);
      }
      if (readPlaces()) {
        progressed = System.nanoTime();
      }
      EngineStall.pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      watch(batch, settle);
    }
    return SeenEvents.leftOf(batch.records(), objects.rest(ranges));
  }

  private boolean hasPassed(Map<Integer, long[]> ranges) {
    return ranges.entrySet().stream()
        .allMatch(each -> passed.getOrDefault(each.getKey(), 0L) > each.getValue()[1]);
  }

  /** Whether the engine has got on. */
  private boolean readPlaces() {
    Map<Integer, Long> now = groups.committed(readingGroup, topic);
    boolean further = !now.equals(passed);
    passed.putAll(now);
    return further;
  }

  /** Now and then, also while the engine is ahead of all batches. */
  private void watch(ChangeBatch batch, Runnable settle) {
    long now = System.nanoTime();
    if (now - watchedAt < WATCH_NANOS) {
      return;
    }
    followOthers();
    if (!gates.open(batch, settle)) {
      // Its group waits for consumers that died with ClickHouse.
      stop();
      throw new DeliveryException("ClickHouse has started anew; its Kafka engine begins again");
    }
    watchedAt = now;
  }

  /** Another deliverer may have had the engine end, or begin in another group. */
  private void followOthers() {
    comment = objects.comment().orElse(null);
    String reading = objects.group().orElse(null);
    if (comment == null || reading == null) {
      throw new DeliveryException("another deliverer has stopped ClickHouse's Kafka engine");
    }
    if (!reading.equals(readingGroup)) {
      readingGroup = reading;
      passed.clear();
    }
  }

  /**
   * While the engine does not read: those of a batch of which the offset alone does not tell
   * whether the target has them.
   */
  public List<ConsumerRecord<byte[], byte[]>> doubtful(
      List<ConsumerRecord<byte[], byte[]>> records) {
    if (readingGroup == null) {
      return List.of();
    }
    Map<Integer, Set<Long>> rest = objects.rest(SeenEvents.ranges(records));
    List<ConsumerRecord<byte[], byte[]>> doubtful = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (SeenEvents.isEmpty(each)
          || rest.getOrDefault(each.partition(), Set.of()).contains(each.offset())) {
        doubtful.add(each);
      }
    }
    return doubtful;
  }

  /** Takes away what is left of the way once all the engine has read is dealt with. */
  public void clear() {
    if (readingGroup != null && comment == null && setup.clear(readingGroup)) {
      look(lookedFor);
    }
  }
}
