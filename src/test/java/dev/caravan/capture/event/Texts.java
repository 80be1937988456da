package dev.caravan.capture.event;

import dev.caravan.capture.value.Encoding;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts as PostgreSQL writes values of each encoding. */
public final class Texts {

  private Texts() {}

  public static Arbitrary<String> of(Encoding encoding) {
    return switch (encoding) {
      case INT16 -> Arbitraries.shorts().map(String::valueOf);
      case INT32 -> Arbitraries.integers().map(String::valueOf);
      case INT64 -> Arbitraries.longs().map(String::valueOf);
      case FLOAT32 -> Arbitraries.oneOf(reals(), Arbitraries.floats().map(f -> f + ""));
      case FLOAT64 -> Arbitraries.oneOf(reals(), Arbitraries.doubles().map(d -> d + ""));
      case BOOLEAN -> Arbitraries.of("t", "f");
      case BYTES ->
          Arbitraries.strings().withChars("0123456789abcdef").ofMaxLength(12).map(Texts::hex);
      case UUID -> Arbitraries.create(java.util.UUID::randomUUID).map(String::valueOf);
      case DATE -> dates();
      case TIME -> times(24);
      case TIMESTAMP -> timestamps();
      case INSTANT -> timestamps().map(Texts::inUtc);
      case MONEY ->
          Arbitraries.longs()
              .between(0, 1L << 60)
              .map(n -> "-$%,d.%02d".formatted(n / 100, n % 100));
      case JSON, TEXT -> Arbitraries.oneOf(letters(), Arbitraries.of("", "\"", "\\", "\u007f"));
    };
  }

  private static String hex(String digits) {
    return "\\x" + digits.substring(digits.length() % 2);
  }

  private static Arbitrary<String> reals() {
    return Arbitraries.of(
        "0", "-0", "1", "0.1", "1e+20", "1.17549435e-38", "NaN", "Infinity", "-Infinity", "12.5");
  }

  private static Arbitrary<String> letters() {
    return Arbitraries.strings()
        .withChars('a', ' ', '"', '\\', '/', '\n', '\r', '\t', '\b', '\f', '\u0001', '\u001f')
        .withChars('\u0080', '\u00e4', '\u07ff', '\u0800', '\u20ac', '\ud7ff', '\ue000', '\uffff')
        .ofMaxLength(12)
        .list()
        .ofMaxSize(2)
        .map(parts -> String.join("\uD83D\uDE00", parts));
  }

  private static Arbitrary<String> dates() {
    return Arbitraries.oneOf(
        Combinators.combine(
                Arbitraries.integers().between(1, 12_000),
                Arbitraries.integers().between(1, 12),
                Arbitraries.integers().between(1, 28),
                Arbitraries.of("", "", "", " BC"))
            .as((y, m, d, era) -> "%04d-%02d-%02d%s".formatted(y, m, d, era)),
        Arbitraries.of("2000-02-29", "1999-12-31", "1970-01-01", "infinity", "-infinity"));
  }

  private static Arbitrary<String> times(int hours) {
    return Combinators.combine(
            Arbitraries.integers().between(0, hours - 1),
            Arbitraries.integers().between(0, 59),
            Arbitraries.integers().between(0, 59),
            Arbitraries.of("", ".1", ".25", ".000001", ".999999", ".123456"))
        .as((h, m, s, fraction) -> "%02d:%02d:%02d%s".formatted(h, m, s, fraction));
  }

  private static Arbitrary<String> timestamps() {
    return Combinators.combine(dates(), times(24))
        .as(
            (date, time) ->
                date.endsWith("infinity")
                    ? date
                    : date.endsWith(" BC")
                        ? date.substring(0, date.length() - 3) + " " + time + " BC"
                        : date + " " + time);
  }

  private static String inUtc(String timestamp) {
    if (timestamp.endsWith("infinity")) {
      return timestamp;
    }
    return timestamp.endsWith(" BC")
        ? timestamp.substring(0, timestamp.length() - 3) + "+00 BC"
        : timestamp + "+00";
  }

  /** What a row has of a column that PostgreSQL may leave out of an update. */
  public static boolean isLarge(Encoding encoding) {
    return List.of(Encoding.TEXT, Encoding.JSON, Encoding.BYTES).contains(encoding);
  }
}
