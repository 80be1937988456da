package dev.caravan.control;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.deliver.replay.Correction;
import dev.caravan.deliver.replay.LetterChoice;
import dev.caravan.deliver.replay.LetterId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads which letters a request is about: <code>
 * {"letters":[{"id":"0/17"},{"id":"2/5","value":{...}}]}</code>, or no body for all. Whatever else
 * it says is an error, so that a slip of the pen is never taken for "all".
 */
final class ChosenLetters {

  private static final String EXPECTED =
      "; expected {\"letters\":[{\"id\":\"<partition>/<offset>\"}]}, or no body for all that wait";

  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{16}");

  /** Numbers keep every digit they are written with. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final Set<String> fields;

  private ChosenLetters(Set<String> fields) {
    this.fields = fields;
  }

  /** Reads letters that may be corrected. */
  static LetterChoice toReplay(byte[] body) {
    return new ChosenLetters(Set.of("id", "value", "shape")).read(body);
  }

  /** Reads letters that are only named. */
  static LetterChoice toDiscard(byte[] body) {
    return new ChosenLetters(Set.of("id")).read(body);
  }

  /**
   * @param body null or empty when there is none
   * @throws IllegalArgumentException when it is not as expected
   */
  private LetterChoice read(byte[] body) {
    if (body == null || body.length == 0) {
      return LetterChoice.all();
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
    if (!request.isObject() || request.size() != 1 || !request.path("letters").isArray()) {
      throw new IllegalArgumentException("the body holds not 'letters' alone" + EXPECTED);
    }
    if (request.path("letters").isEmpty()) {
      throw new IllegalArgumentException("'letters' names none" + EXPECTED);
    }
    Map<LetterId, Correction> chosen = new HashMap<>();
    for (JsonNode each : request.path("letters")) {
      LetterId id = id(each);
      if (chosen.put(id, correction(id, each)) != null) {
        throw new IllegalArgumentException("letter " + id + " is named twice");
      }
    }
    return new LetterChoice(chosen);
  }

  private LetterId id(JsonNode letter) {
    if (!letter.path("id").isTextual()) {
      throw new IllegalArgumentException("a letter has no 'id'" + EXPECTED);
    }
    LetterId id = LetterId.read(letter.path("id").textValue());
    for (Iterator<String> names = letter.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw new IllegalArgumentException(
            "letter %s has '%s'; expected %s"
                .formatted(id, name, fields.stream().sorted().toList()));
      }
    }
    return id;
  }

  private static Correction correction(LetterId id, JsonNode letter) {
    byte[] value = null;
    if (letter.has("value")) {
      if (!letter.get("value").isObject()) {
        throw new IllegalArgumentException(
            "the value of letter %s is no JSON object; expected a whole change event, {\"before\":...,\"after\":{...},\"source\":{...},\"op\":\"...\"}"
                .formatted(id));
      }
      try {
        value = JSON.writeValueAsBytes(letter.get("value"));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
    String shape = null;
    if (letter.has("shape")) {
      JsonNode given = letter.get("shape");
      shape = given.isNull() ? "" : given.asText();
      if (!given.isNull() && !SHAPE.matcher(shape).matches()) {
        throw new IllegalArgumentException(
            "the shape of letter %s is '%s'; expected the 16 hex digits of one on the topic schema-changes, or null for the newest"
                .formatted(id, shape));
      }
    }
    return value == null && shape == null ? Correction.NONE : new Correction(value, shape);
  }
}
