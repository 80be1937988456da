package dev.caravan.capture.stream;

import dev.caravan.capture.position.StreamPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Events with the place behind each, so that a batch can be handed over in parts. */
final class PlacedEvents {

  private final List<SourceRecord> events;
  private final List<StreamPosition> positions;

  PlacedEvents(int capacity) {
    events = new ArrayList<>(capacity);
    positions = new ArrayList<>(capacity);
  }

  void add(SourceRecord event, StreamPosition behind) {
    events.add(event);
    positions.add(behind);
  }

  int size() {
    return events.size();
  }

  List<SourceRecord> events() {
    return Collections.unmodifiableList(events);
  }

  /** The place behind the first {@code count} events. */
  StreamPosition positionBehind(int count) {
    return positions.get(count - 1);
  }

  /** Takes events out, so that they are not kept in memory here. */
  List<SourceRecord> take(int from, int to) {
    List<SourceRecord> part = events.subList(from, to);
    List<SourceRecord> taken = List.copyOf(part);
    Collections.fill(part, null);
    return taken;
  }
}
