package dev.caravan.capture.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.change.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of change events' records, see {@link ChangeHeaders}. Not safe for use by several
 * threads.
 */
final class EventHeaders {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EventTable lastTable;
  private List<Header> last = List.of();

  /** The event's headers, which most events of a table share; not to be changed. */
  List<Header> of(RowEvent event) {
    if (event.shape() == null
        && event.op() != RowEvent.Op.TRUNCATE
        && event.unavailable().isEmpty()) {
      if (lastTable != event.table()) {
        last = List.of(shape(event));
        lastTable = event.table();
      }
      return last;
    }
    List<Header> headers = new ArrayList<>(2);
    headers.add(shape(event));
    if (event.op() == RowEvent.Op.TRUNCATE) {
      headers.add(text(ChangeHeaders.TRUNCATE, Long.toUnsignedString(event.lsn())));
    }
    if (!event.unavailable().isEmpty()) {
      headers.add(text(ChangeHeaders.UNAVAILABLE, json(event.unavailable())));
    }
    return headers;
  }

  private static Header shape(RowEvent event) {
    return event.shape() == null
        ? new RecordHeader(ChangeHeaders.SHAPE, event.table().shapeId())
        : text(ChangeHeaders.SHAPE, event.shape());
  }

  private static String json(List<String> columns) {
    try {
      return JSON.writeValueAsString(columns);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names are always written", e);
    }
  }

  private static Header text(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
