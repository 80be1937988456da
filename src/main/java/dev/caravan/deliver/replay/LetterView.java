package dev.caravan.deliver.replay;

import dev.caravan.change.LetterHeaders;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;

/**
 * What is shown of a letter.
 *
 * @param id the place its event has in the table's topic, {@code 2/1742}
 * @param state waiting, replayed or discarded
 * @param reason why it was refused, in one line
 * @param exception the class of the exception that said so
 * @param at when it was refused
 * @param route the route that met it
 * @param replayOf the letter its event was before it was replayed and refused again, or null
 * @param key the event's key as text, cut when it is long; null when there is none
 * @param value the event's value as text, cut when it is long; null when there is none
 * @param valueBytes the value's size; what is cut can be had whole
 */
@RegisterForReflection
public record LetterView(
    String id,
    String state,
    String reason,
    String exception,
    String at,
    String route,
    String replayOf,
    String key,
    String value,
    int valueBytes) {

  /** Characters; a row may have megabytes, and a page many rows. */
  private static final int LONGEST_TEXT = 2_000;

  private static final int MOST_BYTES_A_CHARACTER = 4;

  static LetterView of(Letter letter, LetterState state) {
    byte[] value = letter.record().value();
    return new LetterView(
        letter.id().toString(),
        state.toString(),
        letter.header(LetterHeaders.REASON),
        letter.header(LetterHeaders.EXCEPTION),
        letter.header(LetterHeaders.AT),
        letter.header(LetterHeaders.ROUTE),
        letter.replayOf(),
        text(letter.record().key()),
        text(value),
        value == null ? 0 : value.length);
  }

  private static String text(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    int length = Math.min(bytes.length, LONGEST_TEXT * MOST_BYTES_A_CHARACTER);
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }
}
