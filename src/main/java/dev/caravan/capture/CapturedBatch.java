package dev.caravan.capture;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.TablePosition;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What one exchange of the capture route carries.
 *
 * @param events the events in their order; may be empty when only the position moved
 * @param heartbeats Debezium's signs of life, which follow the events
 * @param position the place behind the last of them, to be stored together with them
 * @param table how far the incremental snapshot is that the events are of, or null
 */
public record CapturedBatch(
    List<RowEvent> events,
    List<SourceRecord> heartbeats,
    CapturePosition position,
    TablePosition table) {

  /** What Debezium's own name of the heartbeat topic begins with. */
  private static final String DEBEZIUM_HEARTBEAT = "__debezium-heartbeat";

  public CapturedBatch {
    events = List.copyOf(events);
    heartbeats = List.copyOf(heartbeats);
  }

  /** Events of the first snapshot. */
  public CapturedBatch(List<RowEvent> events, CapturePosition position) {
    this(events, List.of(), position, null);
  }

  /** Events of an incremental snapshot. */
  public CapturedBatch(List<RowEvent> events, CapturePosition position, TablePosition table) {
    this(events, List.of(), position, table);
  }

  /** Events of the stream. */
  public static CapturedBatch streamed(
      List<RowEvent> events, List<SourceRecord> heartbeats, CapturePosition position) {
    return new CapturedBatch(events, heartbeats, position, null);
  }

  /** Whether a record is Debezium's sign of life, which knows of no row. */
  public static boolean isHeartbeat(SourceRecord record) {
    return record.topic().startsWith(DEBEZIUM_HEARTBEAT);
  }
}
