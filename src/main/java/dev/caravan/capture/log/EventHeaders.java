package dev.caravan.capture.log;

import dev.caravan.capture.CapturedBatch;
import dev.caravan.change.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** The headers of a change event's record, see {@link ChangeHeaders}. */
final class EventHeaders {

  private EventHeaders() {}

  /**
   * @param shape the id of the event's shape
   */
  static List<Header> of(SourceRecord event, byte[] shape) {
    List<Header> headers = new ArrayList<>(2);
    headers.add(new RecordHeader(ChangeHeaders.SHAPE, shape));
    if (CapturedBatch.isTruncate(event)) {
      Long lsn = ((Struct) event.value()).getStruct("source").getInt64("lsn");
      headers.add(text(ChangeHeaders.TRUNCATE, Long.toUnsignedString(lsn)));
    }
    if (!event.headers().isEmpty()) {
      event
          .headers()
          .allWithName(ChangeHeaders.UNAVAILABLE)
          .forEachRemaining(
              header -> headers.add(text(ChangeHeaders.UNAVAILABLE, (String) header.value())));
    }
    return headers;
  }

  /** The shape an event names by itself, which is not the one it was written with. */
  static Optional<byte[]> shapeOf(SourceRecord event) {
    return Optional.ofNullable(event.headers().lastWithName(ChangeHeaders.SHAPE))
        .map(header -> ((String) header.value()).getBytes(StandardCharsets.US_ASCII));
  }

  private static Header text(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
