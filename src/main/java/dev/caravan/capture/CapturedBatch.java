package dev.caravan.capture;

import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.TablePosition;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What one exchange of the capture route carries.
 *
 * @param records the events in their order; may be empty when only the position moved
 * @param position the place behind the last of them, to be stored together with them
 * @param table how far the incremental snapshot is that the events are of, or null
 */
public record CapturedBatch(
    List<SourceRecord> records, CapturePosition position, TablePosition table) {

  /** What Debezium's own name of the heartbeat topic begins with. */
  private static final String DEBEZIUM_HEARTBEAT = "__debezium-heartbeat";

  public CapturedBatch {
    records = List.copyOf(records);
  }

  /** Events of the stream, or of the first snapshot. */
  public CapturedBatch(List<SourceRecord> records, CapturePosition position) {
    this(records, position, null);
  }

  /** Whether a record is Debezium's sign of life, which knows of no row. */
  public static boolean isHeartbeat(SourceRecord record) {
    return record.topic().startsWith(DEBEZIUM_HEARTBEAT);
  }

  /** Whether a record is that of a table that was emptied, which has no key either. */
  public static boolean isTruncate(SourceRecord record) {
    return record.key() == null
        && record.value() instanceof Struct value
        && value.schema().field("op") != null
        && "t".equals(value.getString("op"));
  }
}
