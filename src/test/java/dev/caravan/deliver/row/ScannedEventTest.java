package dev.caravan.deliver.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** What is scanned is what a parser reads of the same bytes, and all the capture writes is. */
class ScannedEventTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<InsertColumn> COLUMNS =
      List.of(
          column("id", new IntegerEncoder(8), true),
          column("größe \"x\"", new NullableEncoder(new TextEncoder()), false),
          column("amount", new NullableEncoder(new DecimalEncoder(20, 3)), false),
          InsertColumn.absent(new IntegerEncoder(1), new byte[] {7}),
          column("paid", new NullableEncoder(new BoolEncoder()), false),
          column("at", new NullableEncoder(new InstantEncoder(new TimestampEncoder(6))), false),
          column("day", new NullableEncoder(new DateEncoder()), false),
          column("ref", new NullableEncoder(new UuidEncoder()), false),
          column(
              "tags",
              new ArrayEncoder(new NullableEncoder(new IntegerEncoder(4)), ',', true),
              false),
          column("data", new NullableEncoder(new BytesEncoder()), false),
          column("ratio", new NullableEncoder(new FloatEncoder(false, true)), false),
          column("small", new NullableEncoder(new FloatEncoder(true, false)), false),
          column("clock", new NullableEncoder(new RenderedEncoder(PostgresText.TIME)), false));

  private final FieldWriter fields = new FieldWriter(COLUMNS);
  private final ScannedEvent scanned = new ScannedEvent(fields);
  private final ParsedEvent parsed = new ParsedEvent(fields);

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void scansWhatTheCaptureWrites(@ForAll("events") ObjectNode event) throws IOException {
    // Given
    byte[] bytes = JSON.writeValueAsBytes(event);

    // When
    EventParts parts = new EventParts();
    RowBuffer out = new RowBuffer(64);
    boolean taken = scanned.read(bytes, out, parts);

    // Then
    assertThat(taken).isTrue();
    assertParsedAlike(bytes, out, parts);
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void takesNothingForWhatItIsNot(
      @ForAll("events") ObjectNode event, @ForAll Random random, @ForAll("edits") int edits)
      throws IOException {
    // Given an event somebody tampered with, behind one as it should be
    byte[] good = JSON.writeValueAsBytes(event);
    byte[] bytes = good;
    for (int i = 0; i < edits; i++) {
      bytes = edited(bytes, random);
    }
    scanned.read(good, new RowBuffer(64), new EventParts());

    // When
    EventParts parts = new EventParts();
    RowBuffer out = new RowBuffer(64);
    boolean taken = scanned.read(bytes, out, parts);

    // Then
    if (taken) {
      assertParsedAlike(bytes, out, parts);
    }
  }

  @Test
  void leavesOtherLayoutsToTheParser() {
    // Given
    String event =
        "{\"before\":null,\"after\":null,\"source\":{\"ts_us\":5,\"lsn\":7},\"op\":\"d\"}";

    // When
    // Then
    assertThat(isScanned(event)).isTrue();
    assertThat(isScanned(event.replace(",\"op\"", ", \"op\""))).isFalse();
    assertThat(isScanned(event + " ")).isFalse();
    assertThat(isScanned(event.replace("\"op\":\"d\"", "\"op\":\"d\",\"op\":\"d\""))).isFalse();
    assertThat(isScanned(event.replace("\"lsn\":7", "\"lsn\":7,\"lsn\":8"))).isFalse();
    assertThat(isScanned(event.replace("\"lsn\":7", "\"lsn\":07"))).isFalse();
    assertThat(isScanned(event.replace("\"lsn\":7", "\"ls\\u006e\":7"))).isFalse();
    assertThat(isScanned(event.replace("\"op\"", "\"before\":null,\"op\""))).isFalse();
    assertThat(isScanned(event)).isTrue();
  }

  private boolean isScanned(String event) {
    return scanned.read(
        event.getBytes(StandardCharsets.UTF_8), new RowBuffer(64), new EventParts());
  }

  private void assertParsedAlike(byte[] bytes, RowBuffer out, EventParts parts) throws IOException {
    EventParts expected = new EventParts();
    RowBuffer row = new RowBuffer(64);
    parsed.read(bytes, row, expected);
    assertThat(out.toByteArray()).isEqualTo(row.toByteArray());
    assertThat(parts).usingRecursiveComparison().isEqualTo(expected);
    if (parts.beforeAt >= 0) {
      assertBeforeAlike(bytes, parts.beforeAt, true);
      assertBeforeAlike(bytes, parts.beforeAt, false);
    }
  }

  private void assertBeforeAlike(byte[] bytes, int at, boolean strict) throws IOException {
    RowBuffer out = new RowBuffer(64);
    if (scanned.writeBefore(bytes, at, out, strict)) {
      RowBuffer row = new RowBuffer(64);
      parsed.writeBefore(bytes, at, row, strict);
      assertThat(out.toByteArray()).isEqualTo(row.toByteArray());
    }
  }

  private static byte[] edited(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte other =
        random.nextInt(3) == 0
            ? (byte) random.nextInt(256)
            : (byte) "\"\\{}[],:0123456789-+.eEtrufalsn Z/".charAt(random.nextInt(34));
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = other;
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        yield longer;
      }
      case 1 -> {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
        yield shorter.length == 0 ? bytes : shorter;
      }
      case 2 -> {
        int to = Math.min(bytes.length, at + random.nextInt(60));
        byte[] twice = Arrays.copyOf(bytes, bytes.length + to - at);
        System.arraycopy(bytes, at, twice, to, bytes.length - at);
        yield twice;
      }
      default -> {
        byte[] changed = bytes.clone();
        changed[at] = other;
        yield changed;
      }
    };
  }

  @Provide
  Arbitrary<Integer> edits() {
    return Arbitraries.integers().between(1, 3);
  }

  @Provide
  Arbitrary<ObjectNode> events() {
    Arbitrary<String> ops = Arbitraries.of("c", "r", "u", "u before", "d");
    return Combinators.combine(ops, rows(), rows(), Arbitraries.longs())
        .as(ScannedEventTest::event);
  }

  private static ObjectNode event(String op, ObjectNode before, ObjectNode after, long seed) {
    Random random = new Random(seed);
    long micros = Math.abs(random.nextLong() % 9_000_000_000_000_000L);
    ObjectNode event = JSON.createObjectNode();
    event.set("before", op.length() > 1 || op.equals("d") ? before : null);
    event.set("after", op.equals("d") ? null : after);
    ObjectNode source = event.putObject("source");
    source.put("version", "3.2.1.Final").put("connector", "postgresql").put("name", "größer");
    source.put("ts_ms", micros / 1000).put("snapshot", random.nextInt(9) == 0 ? "true" : "false");
    source.put("sequence", "[\"" + random.nextInt(1000) + "\",\"1\"]").put("ts_us", micros);
    source.put("ts_ns", micros * 1000);
    source.put("schema", "inventory").put("table", "or\"ders");
    source.set("txId", random.nextInt(9) == 0 ? null : JSON.valueToTree(random.nextInt(5000)));
    source.put("lsn", Math.abs(random.nextLong() >> random.nextInt(1, 60)));
    source.putNull("xmin");
    event.putNull("transaction").put("op", op.substring(0, 1)).put("ts_ms", random.nextInt(999));
    return event;
  }

  private static Arbitrary<ObjectNode> rows() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(40).filter(ScannedEventTest::isText),
            Arbitraries.strings().ascii().ofMaxLength(40),
            Arbitraries.of("", "plain", "line\nbreak \"quoted\" \\ \t", "é😀漢", "x".repeat(500)));
    return Combinators.combine(texts, texts, Arbitraries.longs())
        .as((first, second, seed) -> row(first, second, new Random(seed)));
  }

  /** Jackson does not write half a surrogate pair. */
  private static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static ObjectNode row(String first, String second, Random random) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", random.nextLong() >> random.nextInt(64));
    row.put("größe \"x\"", first);
    row.put("amount", random.nextInt(2_000_000) - 1_000_000 + ".5");
    row.put("left out", second);
    row.put("paid", random.nextBoolean());
    row.put("at", random.nextBoolean() ? "2026-11-23T09:30:00.1Z" : "2026-11-23T10:30:00.12+01:00");
    row.put("day", random.nextInt(40_000));
    row.put("ref", new java.util.UUID(random.nextLong(), random.nextLong()).toString());
    row.put("tags", random.nextBoolean() ? "{1,NULL,-3}" : "{}");
    row.put("data", second.getBytes(StandardCharsets.UTF_8));
    row.put("ratio", random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
    row.put("small", random.nextFloat());
    row.put("clock", random.nextLong(86_400_000_001L));
    for (String name :
        List.of("größe \"x\"", "amount", "paid", "at", "tags", "left out", "small")) {
      if (random.nextInt(5) == 0) {
        row.putNull(name);
      }
    }
    if (random.nextInt(5) == 0) {
      row.put("small", "NaN");
      row.put("ratio", "-Infinity");
    }
    return row;
  }

  private static InsertColumn column(String name, ValueEncoder encoder, boolean key) {
    return InsertColumn.of(name, encoder, key, "do this");
  }
}
