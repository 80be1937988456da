package dev.caravan.control;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads which rows of a table are to be read anew: <code>{"filter":"id > 100"}</code>, or all. */
final class SnapshotFilter {

  private static final String EXPECTED =
      "; expected {\"filter\":\"<SQL condition on the rows>\"}, or no body for all rows";

  private static final int LONGEST = 4_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SnapshotFilter() {}

  /**
   * Reads a request's body.
   *
   * @return null for all rows
   * @throws IllegalArgumentException when it is not as expected
   */
  static String read(byte[] body) {
    if (body == null || body.length == 0) {
      return null;
    }
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the body is no JSON: " + e.getOriginalMessage() + EXPECTED, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!request.isObject()
        || request.size() > 1
        || request.size() == 1 && !request.has("filter")) {
      throw new IllegalArgumentException("the body holds something other than 'filter'" + EXPECTED);
    }
    if (request.isEmpty() || request.get("filter").isNull()) {
      return null;
    }
    JsonNode filter = request.get("filter");
    if (!filter.isTextual() || filter.asText().isBlank() || filter.asText().length() > LONGEST) {
      throw new IllegalArgumentException(
          "'filter' is no text of 1 to %d characters%s".formatted(LONGEST, EXPECTED));
    }
    return filter.asText().strip();
  }
}
