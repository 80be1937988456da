package dev.caravan.check.spec;

import java.util.Map;
import java.util.Set;

/**
 * An event that must become a dead letter.
 *
 * @param line where it is written
 * @param event which of the test's events, from 1
 * @param reason what its reason must contain; may be empty
 */
public record ExpectedLetter(int line, int event, String reason) {

  static ExpectedLetter parse(YamlNode node) {
    Map<String, YamlNode> parts = node.map(Set.of("event"), Set.of("reason"));
    String number = parts.get("event").text();
    if (!number.matches("[1-9]\\d{0,6}")) {
      throw parts.get("event").wrong("'event' must be the number of one of the events, from 1");
    }
    String reason = parts.containsKey("reason") ? parts.get("reason").text() : "";
    return new ExpectedLetter(node.line(), Integer.parseInt(number), reason);
  }
}
