package dev.caravan.capture;

import dev.caravan.capture.position.CapturePosition;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What one exchange of the capture route carries.
 *
 * @param records the events in their order; may be empty when only the position moved
 * @param position the place behind the last of them, to be stored together with them
 */
public record CapturedBatch(List<SourceRecord> records, CapturePosition position) {

  public CapturedBatch {
    records = List.copyOf(records);
  }
}
