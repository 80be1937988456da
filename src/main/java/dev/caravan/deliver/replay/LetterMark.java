package dev.caravan.deliver.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What stands on {@code <prefix>.dead-letter-marks} about a letter that waits no more. The topic is
 * compacted; the key names topic, partition and offset of the event.
 *
 * @param topic the topic the letter's event stands in
 * @param letter its place there
 * @param state replayed or discarded
 * @param timestamp the event's timestamp in Kafka; a letter of another one came of a topic that was
 *     deleted and made anew, and the mark says nothing about it
 * @param at when it was marked
 * @param by who asked for it
 */
record LetterMark(
    String topic, LetterId letter, LetterState state, long timestamp, Instant at, String by) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a record; nothing when it is no mark. */
  static Optional<LetterMark> read(byte[] key, byte[] value) {
    if (key == null || value == null) {
      return Optional.empty();
    }
    try {
      JsonNode which = JSON.readTree(key);
      JsonNode what = JSON.readTree(value);
      return Optional.of(
          new LetterMark(
              which.required("topic").asText(),
              new LetterId(which.required("partition").asInt(), which.required("offset").asLong()),
              LetterState.read(what.required("state").asText()),
              what.path("timestamp").asLong(-1),
              Instant.parse(what.required("at").asText()),
              what.path("by").asText()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** {@code {"topic":"postgres-server.inventory.orders","partition":0,"offset":17}}. */
  byte[] key() {
    return bytes(
        JSON.createObjectNode()
            .put("topic", topic)
            .put("partition", letter.partition())
            .put("offset", letter.offset()));
  }

  /** {@code {"state":"replayed","at":"...","by":"127.0.0.1","timestamp":1795443642606}}. */
  byte[] value() {
    return bytes(
        JSON.createObjectNode()
            .put("state", state.toString())
            .put("at", at.toString())
            .put("by", by)
            .put("timestamp", timestamp));
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
