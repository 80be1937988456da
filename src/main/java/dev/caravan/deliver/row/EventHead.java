package dev.caravan.deliver.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * What an event says of itself, for the few events that are looked at before they are written.
 *
 * @param op what happened: {@code c}, {@code u}, {@code d}, {@code r} or {@code t}
 * @param lsn the change's WAL position
 */
public record EventHead(String op, long lsn) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads it; nothing when the value is no change event. */
  public static Optional<EventHead> read(byte[] event) {
    if (event == null) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(event);
      JsonNode op = root.path("op");
      JsonNode lsn = root.path("source").path("lsn");
      return op.isTextual() && lsn.isIntegralNumber() && lsn.canConvertToLong()
          ? Optional.of(new EventHead(op.textValue(), lsn.longValue()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
