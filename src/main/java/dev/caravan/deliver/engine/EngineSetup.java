package dev.caravan.deliver.engine;

import dev.caravan.deliver.DeliveryException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the engine begin and end, one deliverer at a time. */
final class EngineSetup {

  private static final Logger LOG = LoggerFactory.getLogger(EngineSetup.class);

  private final EngineObjects objects;
  private final EngineClaim claim;
  private final EngineNames names;
  private final EngineGroups groups;
  private final EngineSettings settings;
  private final String topic;
  private final String group;

  /**
   * @param topic the topic of the table's changes
   * @param group the group of the deliverers that watch
   */
  EngineSetup(
      EngineObjects objects,
      EngineClaim claim,
      EngineNames names,
      EngineGroups groups,
      EngineSettings settings,
      String topic,
      String group) {
    this.objects = objects;
    this.claim = claim;
    this.names = names;
    this.groups = groups;
    this.settings = settings;
    this.topic = topic;
    this.group = group;
  }

  /**
   * Has the engine read, unless it does.
   *
   * @param behind the offsets behind what has landed otherwise, by partition
   * @param gates those to be open, as of {@link EngineGates#of}
   * @param revoked whether others may have the partitions by now
   * @return false when that failed, and it is open how far it came; Caravan may deliver meanwhile
   */
  boolean start(
      ViewSql sql, Map<Integer, Long> behind, Map<Integer, Long> gates, BooleanSupplier revoked) {
    try {
      claim.whileClaimed(
          () -> {
            // Whoever gets the partitions waits for the end of the claim.
            if (objects.comment().isEmpty() && !revoked.getAsBoolean()) {
              begin(sql, behind, gates);
            }
          });
      return true;
    } catch (DeliveryException e) {
      LOG.warn(
          "Caravan delivers {} by itself, for ClickHouse's Kafka engine cannot be set up: {}",
          topic,
          e.getMessage());
      return false;
    }
  }

  private void begin(ViewSql sql, Map<Integer, Long> behind, Map<Integer, Long> gates) {
    claim.mustBeOwn();
    Map<Integer, Long> places = places();
    behind.forEach((partition, offset) -> places.merge(partition, offset, Math::max));
    String fresh = EngineNames.newGroup(group);
    groups.begin(fresh, topic, places);
    objects.run(EngineDdl.dropViews(names));
    objects.run(EngineDdl.queue(names, settings, topic, fresh));
    objects.run(EngineDdl.kept(names));
    objects.closeAll();
    objects.forget(groups.committed(group, topic));
    objects.open(gates);
    objects.run(EngineDdl.views(names, sql, EngineDdl.comment(sql)));
    LOG.info("ClickHouse reads {} into {} from {} on", topic, names.target(), places);
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
  void stop() {
    if (objects.isThere()) {
      claim.whileClaimed(this::end);
    }
  }

  private void end() {
    claim.mustBeOwn();
    objects.run(EngineDdl.stop(names));
    Optional<String> before = objects.group();
    if (before.isPresent()) {
      // The queue that takes its place reads nothing without a view; the old one ends first, with
      // what it inserts.
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

  /**
   * Takes away what is left once all the engine has read is dealt with.
   *
   * @param before the group it read in
   * @return whether it is gone
   */
  boolean clear(String before) {
    Map<Integer, Long> read = new HashMap<>(groups.committed(before, topic));
    objects.lastLeft().forEach((each, offset) -> read.merge(each, offset + 1, Math::max));
    Map<Integer, Long> dealtWith = groups.beginnings(topic);
    dealtWith.putAll(groups.committed(group, topic));
    boolean all =
        read.entrySet().stream()
            .allMatch(each -> dealtWith.getOrDefault(each.getKey(), 0L) >= each.getValue());
    if (all) {
      claim.whileClaimed(() -> objects.run(EngineDdl.dropRest(names)));
      LOG.info("What ClickHouse's Kafka engine needed for {} is gone", names.target());
    }
    return all;
  }
}
