package dev.caravan.deliver;

import dev.caravan.change.ChangeHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records nobody can make a row of, made from good ones. */
final class HostileEvents {

  private static final List<UnaryOperator<String>> TEXTS =
      List.of(
          event -> "",
          event -> "null",
          event -> "5",
          event -> "[]",
          event -> "{}",
          event -> "[" + event + "]",
          event -> event + event,
          event -> event.substring(0, event.length() / 2),
          event -> event.substring(0, event.length() - 1),
          event -> "x".repeat(1 << 10),
          event -> "{\"a\":".repeat(5_000),
          event -> event.replace("\"op\":\"c\"", "\"op\":\"\""),
          event -> event.replace("\"op\":\"c\"", "\"op\":\"t\""),
          event -> event.replace("\"op\":\"c\"", "\"op\":\"d\""),
          event -> event.replace("\"after\":", "\"after\":{\"id\":1},\"after\":"),
          event ->
              event.replace("\"after\":{", "\"after\":[{").replace("},\"source\"", "}],\"source\""),
          event -> event.replaceFirst("\"id\":\\d+", "\"id\":null"),
          event -> event.replaceFirst("\"id\":\\d+", "\"id\":1.5"),
          event -> event.replaceFirst("\"id\":\\d+", "\"id\":1e999999999"),
          event -> event.replaceFirst("\"id\":\\d+", "\"id\":99999999999"),
          event -> event.replaceFirst("\"id\":\\d+,", ""),
          event -> event.replaceFirst("\"id\":(\\d+),", "\"id\":$1,\"id\":$1,"),
          event -> event.replaceFirst("\"total\":\"[^\"]*\"", "\"total\":\"NaN\""),
          event -> event.replaceFirst("\"total\":\"[^\"]*\"", "\"total\":\"1e999999999\""),
          event -> event.replaceFirst("\"total\":\"[^\"]*\"", "\"total\":{\"a\":1}"),
          event -> event.replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"\\\\ud800\""),
          event -> event.replaceFirst("\"lsn\":\\d+", "\"lsn\":-5"),
          event -> event.replaceFirst("\"lsn\":\\d+", "\"lsn\":\"x\""));

  /** A header of somebody else's, on each of them: its kind. */
  static final String MARK = "bad";

  private HostileEvents() {}

  /** Of TRUNCATEs, which end a batch, there are fewer. */
  private static int kind(int number) {
    int often = TEXTS.size() + 6;
    return number % 100 == 99 ? often + number / 100 % 2 : number % often;
  }

  /**
   * One of some kind.
   *
   * @param number how many came before it
   * @param good what it is made from, whose key and headers it keeps where the kind is about others
   */
  static ProducerRecord<byte[], byte[]> of(int number, ProducerRecord<byte[], byte[]> good) {
    int kind = kind(number);
    if (kind < TEXTS.size()) {
      String event = new String(good.value(), StandardCharsets.UTF_8);
      return with(kind, good, good.key(), bytes(TEXTS.get(kind).apply(event)));
    }
    return switch (kind - TEXTS.size()) {
      case 0 -> with(kind, good, good.key(), null);
      case 1 -> with(kind, good, null, bytes("no key and no event"));
      case 2 -> with(kind, good, bytes("{\"id\":"), bytes("{\"op\":\"d\"}"));
      case 3 -> with(kind, good, good.key(), invalidUtf8(good.value()));
      case 4 -> {
        byte[] garbage = new byte[kind * 1000];
        new Random(kind).nextBytes(garbage);
        yield with(kind, good, good.key(), garbage);
      }
      case 5 ->
          header(
              with(kind, good, good.key(), good.value()), ChangeHeaders.SHAPE, "0123456789abcdef");
      case 6 ->
          header(with(kind, good, good.key(), good.value()), ChangeHeaders.TRUNCATE, "no position");
      default ->
          header(
              with(kind, good, good.key(), good.value()),
              ChangeHeaders.TRUNCATE,
              "9223372036854775807");
    };
  }

  private static ProducerRecord<byte[], byte[]> with(
      int kind, ProducerRecord<byte[], byte[]> good, byte[] key, byte[] value) {
    ProducerRecord<byte[], byte[]> bad =
        new ProducerRecord<>(good.topic(), null, null, key, value, good.headers());
    bad.headers().add(MARK, bytes(String.valueOf(kind)));
    return bad;
  }

  private static ProducerRecord<byte[], byte[]> header(
      ProducerRecord<byte[], byte[]> event, String name, String value) {
    event.headers().remove(name).add(name, bytes(value));
    return event;
  }

  private static byte[] invalidUtf8(byte[] event) {
    byte[] broken = Arrays.copyOf(event, event.length);
    broken[new String(event, StandardCharsets.US_ASCII).indexOf("\"name\":\"") + 9] = (byte) 0xFF;
    return broken;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
