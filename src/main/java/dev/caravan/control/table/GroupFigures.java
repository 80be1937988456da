package dev.caravan.control.table;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group.
 *
 * @param members who is in it, for people: {@code consumer-caravan-orders-1 at /10.0.0.7}
 * @param committed the offset of the first event not delivered of each partition it has ever
 *     committed
 */
record GroupFigures(List<String> members, Map<TopicPartition, Long> committed) {

  static final GroupFigures NONE = new GroupFigures(List.of(), Map.of());

  GroupFigures {
    members = List.copyOf(members);
    committed = Map.copyOf(committed);
  }

  /** Whether it has read the topic. */
  boolean reads(String topic) {
    return committed.keySet().stream().anyMatch(each -> each.topic().equals(topic));
  }
}
