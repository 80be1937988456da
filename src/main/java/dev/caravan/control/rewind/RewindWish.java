package dev.caravan.control.rewind;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a table is to be delivered from: <code>{"to":"2026-11-29T05:00:00Z"}</code> or <code>
 * {"offsets":{"0":17,"1":5}}</code>.
 *
 * @param to what Kafka took from this moment on; null when offsets are given
 * @param offsets the first offset by partition; others stay as they are. Empty when a time is given
 * @param skip whether events may be left out, when a place lies ahead
 */
public record RewindWish(Instant to, Map<Integer, Long> offsets, boolean skip) {

  private static final String EXPECTED =
      "; expected {\"to\":\"2026-11-29T05:00:00Z\"} or {\"offsets\":{\"<partition>\":<offset>}},"
          + " and \"skip\":true where events are to be left out";

  private static final Set<String> FIELDS = Set.of("to", "offsets", "skip");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public RewindWish {
    offsets = Map.copyOf(offsets);
  }

  /** By time, and not by offsets. */
  boolean isByTime() {
    return to != null;
  }

  /**
   * Reads a request's body.
   *
   * @throws IllegalArgumentException when it is not as expected
   */
  public static RewindWish read(byte[] body) {
    JsonNode request = json(body);
    for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException("the body has '" + name + "'" + EXPECTED);
      }
    }
    if (request.has("to") == request.has("offsets")) {
      throw new IllegalArgumentException("the body has not one of 'to' and 'offsets'" + EXPECTED);
    }
    if (request.has("skip") && !request.get("skip").isBoolean()) {
      throw new IllegalArgumentException("'skip' is neither true nor false" + EXPECTED);
    }
    return new RewindWish(
        request.has("to") ? time(request.get("to")) : null,
        request.has("offsets") ? offsets(request.get("offsets")) : Map.of(),
        request.path("skip").asBoolean());
  }

  private static JsonNode json(byte[] body) {
    if (body == null || body.length == 0) {
      throw new IllegalArgumentException("there is no body" + EXPECTED);
    }
    try {
      JsonNode request = JSON.readTree(body);
      if (!request.isObject()) {
        throw new IllegalArgumentException("the body is no JSON object" + EXPECTED);
      }
      return request;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the body is no JSON: " + e.getOriginalMessage() + EXPECTED, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant time(JsonNode to) {
    try {
      return OffsetDateTime.parse(to.asText()).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'to' is '%s', which is no moment with a time zone%s".formatted(to.asText(), EXPECTED),
          e);
    }
  }

  private static Map<Integer, Long> offsets(JsonNode given) {
    if (!given.isObject() || given.isEmpty()) {
      throw new IllegalArgumentException("'offsets' names no partition" + EXPECTED);
    }
    Map<Integer, Long> offsets = new TreeMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> each = given.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> field = each.next();
      JsonNode offset = field.getValue();
      if (!field.getKey().matches("0|[1-9][0-9]{0,8}")
          || !offset.canConvertToLong()
          || !offset.isIntegralNumber()
          || offset.longValue() < 0) {
        throw new IllegalArgumentException(
            "'offsets' has %s: %s".formatted(field.getKey(), offset) + EXPECTED);
      }
      offsets.put(Integer.valueOf(field.getKey()), offset.longValue());
    }
    return offsets;
  }
}
