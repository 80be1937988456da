package dev.caravan.deliver.engine;

import dev.caravan.deliver.table.TargetName;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What stands beside a target that ClickHouse fills by itself: {@code orders_queue} and so on for
 * {@code orders_final}.
 *
 * @param target the table the rows go to
 */
public record EngineNames(TargetName target) {

  private static final int ID_LENGTH = 8;
  private static final String GROUP = "-kafka-engine-";
  private static final Pattern GROUPS =
      Pattern.compile(".+" + GROUP + "[0-9a-f]{" + ID_LENGTH + "}");

  /** The table with the Kafka engine. */
  public TargetName queue() {
    return beside("queue");
  }

  /** The view that makes rows of what the queue reads. */
  public TargetName view() {
    return beside("mv");
  }

  /** Where those rows pass, kept nowhere. */
  public TargetName parsed() {
    return beside("parsed");
  }

  /** The view that gives the target what passes. */
  public TargetName takenView() {
    return beside("taken_mv");
  }

  /** The view that notes what the target does not get. */
  public TargetName restView() {
    return beside("rest_mv");
  }

  /** The places of the events that are left to Caravan. */
  public TargetName rest() {
    return beside("rest");
  }

  /** The partitions that may be read, in memory, so that it is empty when ClickHouse starts. */
  public TargetName gate() {
    return beside("gate");
  }

  /** Whose turn it is to make or take away these. */
  public TargetName claim() {
    return beside("claim");
  }

  /** All of them. */
  List<TargetName> all() {
    return List.of(queue(), view(), parsed(), takenView(), restView(), rest(), gate(), claim());
  }

  private TargetName beside(String what) {
    String base = target.view().map(TargetName::table).orElse(target.table());
    return new TargetName(target.database(), base + "_" + what);
  }

  /**
   * A consumer group nobody has been in.
   *
   * @param group the group of the deliverers that watch
   */
  static String newGroup(String group) {
    return group + GROUP + UUID.randomUUID().toString().substring(0, ID_LENGTH);
  }

  /** Whether a consumer group is one in which ClickHouse reads or has read. */
  public static boolean isGroup(String name) {
    return GROUPS.matcher(name).matches();
  }
}
