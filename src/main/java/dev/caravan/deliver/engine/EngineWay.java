package dev.caravan.deliver.engine;

import dev.caravan.change.Shape;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.Truncation;
import dev.caravan.deliver.option.TableOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ClickHouse's Kafka engine beside a deliverer that watches it: it reads the table's topic in a
 * group of its own and takes the events that are certain, the deliverer reads the same events,
 * waits until the engine has passed them, and lands those that were left to it.
 *
 * <p>What an event's offset tells, once the engine has committed behind it: it is in the target, or
 * it is among the rest. A repetition after a kill of ClickHouse is kept out by the gates: there is
 * one for each partition, in memory, and without it nothing is taken; whoever delivers the
 * partition opens it at the highest offset the target has.
 *
 * <p>Not for several threads.
 */
public final class EngineWay {

  private static final Logger LOG = LoggerFactory.getLogger(EngineWay.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long DETOUR_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final EngineObjects objects;
  private final EngineNames names;
  private final EngineGroups groups;
  private final EngineSettings settings;
  private final String topic;
  private final String group;
  private final Set<Integer> open = new HashSet<>();
  private final Map<Integer, Long> passed = new HashMap<>();
  private String readingGroup;
  private String comment;
  private long lookedFor = -1;
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
    this.names = names;
    this.groups = groups;
    this.settings = settings;
    this.topic = topic;
    this.group = group;
  }

  /** Whether the engine reads, as far as is known. */
  public boolean isRunning() {
    return comment != null;
  }

  /** Whether what is known of the engine is older than the assignment. */
  public boolean isUnknown(long assignment) {
    return lookedFor != assignment;
  }

  /**
   * Looks whether the engine reads.
   *
   * @return the id of the shape whose events it takes; nothing when it does not read
   */
  public Optional<String> look(long assignment) {
    forget();
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
    open.clear();
    passed.clear();
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
   */
  public void start(ViewSql sql, Map<Integer, Long> behind) {
    objects.claimed(
        () -> {
          if (objects.comment().isPresent()) {
            return;
          }
          Map<Integer, Long> places = places();
          behind.forEach((partition, offset) -> places.merge(partition, offset, Math::max));
          String fresh = names.newGroup(group, UUID.randomUUID().toString());
          groups.begin(fresh, topic, places);
          objects.run(EngineDdl.dropViews(names));
          // Ends the queue that is there, once what it inserts has ended.
          objects.run(EngineDdl.queue(names, settings, topic, fresh));
          objects.run(EngineDdl.kept(names));
          objects.closeAll();
          objects.forget(groups.committed(group, topic));
          objects.open(behind.keySet());
          objects.run(EngineDdl.views(names, sql, EngineDdl.comment(sql)));
          LOG.info("ClickHouse reads {} into {} from {} on", topic, names.target(), places);
        });
    look(lookedFor);
  }

  /** Where the engine goes on: behind what the deliverers and the engine before have landed. */
  private Map<Integer, Long> places() {
    Map<Integer, Long> places = groups.beginnings(topic);
    groups.committed(group, topic).forEach((each, offset) -> places.merge(each, offset, Math::max));
    objects
        .group()
        .ifPresent(
            before ->
                groups
                    .committed(before, topic)
                    .forEach((each, offset) -> places.merge(each, offset, Math::max)));
    return places;
  }

  /** Has the engine read no more; returns when what it inserts has ended. */
  public void stop() {
    long assignment = lookedFor;
    if (objects.isThere()) {
      objects.claimed(this::end);
    }
    look(assignment);
  }

  private void end() {
    objects.run(EngineDdl.stop(names));
    Optional<String> before = objects.group();
    if (before.isPresent()) {
      // The queue that takes its place reads nothing without a view; that one ends first.
      objects.run(EngineDdl.queue(names, settings, topic, before.get()));
    }
    objects.closeAll();
    objects.run(EngineDdl.dropViews(names));
    before.ifPresent(this::doubt);
    LOG.info("ClickHouse no longer reads {} into {}", topic, names.target());
  }

  /** What the target has that the group does not know of may lack events in between. */
  private void doubt(String before) {
    Map<Integer, Long> read = groups.committed(before, topic);
    objects
        .highest(read.keySet())
        .forEach(
            (partition, highest) -> {
              if (highest >= read.get(partition)) {
                objects.leave(partition, read.get(partition), highest);
              }
            });
  }

  /** Has it read no more for some time, in which Caravan delivers what it does not get over. */
  public void detour() {
    stop();
    awayUntil = System.nanoTime() + DETOUR_NANOS;
  }

  /**
   * Waits until the engine has passed a batch.
   *
   * @return what it left to Caravan of it
   * @throws EngineStalledException when it does not get over it
   * @throws DeliveryException when it cannot be told
   */
  public List<ConsumerRecord<byte[], byte[]>> left(ChangeBatch batch) {
    Map<Integer, long[]> ranges = ranges(batch.records());
    long start = System.nanoTime();
    long progressed = start;
    long looked = start - LOOK_NANOS;
    long pause = 5;
    while (!hasPassed(ranges)) {
      if (batch.revoked().getAsBoolean()) {
        throw new DeliveryException("the partitions were taken away while ClickHouse reads them");
      }
      long now = System.nanoTime();
      if (!open.containsAll(ranges.keySet()) || now - looked >= LOOK_NANOS) {
        looked = now;
        openGates(ranges.keySet());
      }
      if (now - progressed >= STALL_NANOS) {
        stalled(now - progressed);
      }
      if (readPlaces()) {
        progressed = System.nanoTime();
      }
      pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
    return leftOf(batch.records(), objects.rest(ranges));
  }

  private void stalled(long nanos) {
    Optional<String> error = objects.error((int) TimeUnit.NANOSECONDS.toSeconds(STALL_NANOS));
    if (error.isPresent()) {
      throw new EngineStalledException(
          "ClickHouse's Kafka engine does not get on with " + topic + ": " + error.get());
    }
    if (nanos >= SILENCE_NANOS) {
      throw new DeliveryException(
          "ClickHouse's Kafka engine reads nothing of %s, and its group %s does not move; can ClickHouse reach Kafka at %s? Its reasons are in system.kafka_consumers and in its log"
              .formatted(
                  topic,
                  readingGroup,
                  settings
                      .collection()
                      .map(c -> "what " + c + " says")
                      .orElse(settings.brokers())));
    }
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

  /** After a start of ClickHouse no gate is open, and its group waits for consumers that died. */
  private void openGates(Collection<Integer> partitions) {
    Optional<Set<Integer>> found = objects.open();
    if (found.isEmpty()) {
      stop();
      throw new DeliveryException("ClickHouse has started anew; its Kafka engine begins again");
    }
    open.clear();
    open.addAll(found.get());
    if (!open.containsAll(partitions)) {
      List<Integer> closed = partitions.stream().filter(each -> !open.contains(each)).toList();
      objects.claimed(() -> objects.open(closed));
      open.addAll(closed);
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
    Map<Integer, Set<Long>> rest = objects.rest(ranges(records));
    List<ConsumerRecord<byte[], byte[]>> doubtful = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (isEmpty(each) || rest.getOrDefault(each.partition(), Set.of()).contains(each.offset())) {
        doubtful.add(each);
      }
    }
    return doubtful;
  }

  /** Takes away what is left of the way once all the engine has read is dealt with. */
  public void clear() {
    if (readingGroup == null || comment != null) {
      return;
    }
    Map<Integer, Long> read = new HashMap<>(groups.committed(readingGroup, topic));
    objects
        .highest(groups.beginnings(topic).keySet())
        .forEach((partition, offset) -> read.merge(partition, offset + 1, Math::max));
    Map<Integer, Long> dealtWith = groups.beginnings(topic);
    dealtWith.putAll(groups.committed(group, topic));
    if (read.entrySet().stream()
        .allMatch(each -> dealtWith.getOrDefault(each.getKey(), 0L) >= each.getValue())) {
      objects.claimed(() -> objects.run(EngineDdl.dropRest(names)));
      LOG.info("What ClickHouse's Kafka engine needed for {} is gone", names.target());
      look(lookedFor);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> leftOf(
      List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Set<Long>> rest) {
    List<ConsumerRecord<byte[], byte[]>> left = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (isEmpty(each)
          || Truncation.is(each)
          || rest.getOrDefault(each.partition(), Set.of()).contains(each.offset())) {
        left.add(each);
      }
    }
    return left;
  }

  /** The engine passes over such without a word. */
  private static boolean isEmpty(ConsumerRecord<byte[], byte[]> each) {
    return each.value() == null || each.value().length == 0;
  }

  /** The first and the last offset of each partition that the engine sees. */
  private static Map<Integer, long[]> ranges(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Integer, long[]> ranges = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (!isEmpty(each)) {
        ranges.merge(
            each.partition(),
            new long[] {each.offset(), each.offset()},
            (a, b) -> new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
      }
    }
    return ranges;
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeliveryException("interrupted while waiting for ClickHouse's Kafka engine", e);
    }
  }
}
