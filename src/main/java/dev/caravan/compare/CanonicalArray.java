package dev.caravan.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.change.text.ArrayText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One text for one array: a JSON array of its elements' canonical texts. */
final class CanonicalArray {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CanonicalArray() {}

  /** PostgreSQL's text of an array; one of several dimensions is left as it is. */
  static String ofPostgres(String text, char delimiter, ValueKind element) {
    List<String> elements = ArrayText.elements(text, delimiter);
    return elements == null ? text : write(elements, element);
  }

  /** A JSON array of texts. */
  static String ofClickHouse(String json, ValueKind element) {
    try {
      return write(Arrays.asList(JSON.readValue(json, String[].class)), element);
    } catch (JsonProcessingException e) {
      return json;
    }
  }

  private static String write(List<String> elements, ValueKind element) {
    List<String> canonical = new ArrayList<>(elements.size());
    elements.forEach(each -> canonical.add(each == null ? null : element.canonical(each)));
    try {
      return JSON.writeValueAsString(canonical);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written as JSON", e);
    }
  }
}
