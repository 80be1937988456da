package dev.caravan.deliver;

import dev.caravan.change.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Some of the letters of {@link HostileEvents}, each with a right event in its place. */
final class MendedLetters {

  private static final Pattern MARKED =
      Pattern.compile(".*\"partition\":(\\d+),\"offset\":(\\d+).*");

  private final List<ConsumerRecord<byte[], byte[]>> letters;
  private final String shape;
  private final IntFunction<String> events;

  private MendedLetters(
      List<ConsumerRecord<byte[], byte[]>> letters, String shape, IntFunction<String> events) {
    this.letters = letters;
    this.shape = shape;
    this.events = events;
  }

  /**
   * Half of them, of each kind as many as of any other. A TRUNCATE's header cannot be corrected.
   *
   * @param shape the id of the events' shape
   * @param events the right events, from 0
   */
  static MendedLetters half(
      List<ConsumerRecord<byte[], byte[]>> letters, String shape, IntFunction<String> events) {
    Map<String, Integer> seen = new HashMap<>();
    Map<ConsumerRecord<byte[], byte[]>, Integer> turns = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : letters) {
      if (each.headers().lastHeader(ChangeHeaders.TRUNCATE) == null) {
        turns.put(each, seen.merge(Letters.header(each, HostileEvents.MARK), 1, Integer::sum));
      }
    }
    return new MendedLetters(
        turns.keySet().stream()
            .sorted(Comparator.comparing(turns::get))
            .limit(letters.size() / 2)
            .toList(),
        shape,
        events);
  }

  /** In order. */
  List<String> ids() {
    return letters.stream().map(Letters::id).sorted().toList();
  }

  Set<String> kinds() {
    return letters.stream()
        .map(each -> Letters.header(each, HostileEvents.MARK))
        .collect(Collectors.toSet());
  }

  /** What the control is asked to replay; a shape is given where the letter's own is another. */
  String request() {
    List<String> corrected = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : letters) {
      String given =
          Letters.header(each, ChangeHeaders.SHAPE).equals(shape)
              ? ""
              : ",\"shape\":\"" + shape + "\"";
      corrected.add(
          "{\"id\":\"%s\",\"value\":%s%s}"
              .formatted(Letters.id(each), events.apply(corrected.size()), given));
    }
    return "{\"letters\":[" + String.join(",", corrected) + "]}";
  }

  /** The letters that were put back into the table's topic, in order. */
  static List<String> replayed(List<ConsumerRecord<byte[], byte[]>> events) {
    return events.stream()
        .map(each -> each.headers().lastHeader(ChangeHeaders.REPLAYED))
        .filter(Objects::nonNull)
        .map(header -> text(header.value()))
        .sorted()
        .toList();
  }

  /** The letters that are marked as replayed, in order. */
  static List<String> marked(List<ConsumerRecord<byte[], byte[]>> marks) {
    return marks.stream()
        .filter(each -> text(each.value()).contains("\"state\":\"replayed\""))
        .map(each -> MARKED.matcher(text(each.key())).replaceFirst("$1/$2"))
        .sorted()
        .toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
