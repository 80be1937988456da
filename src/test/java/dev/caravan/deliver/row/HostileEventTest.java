package dev.caravan.deliver.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody puts on the topic becomes one whole row, or is refused and leaves nothing. */
@Timeout(60)
class HostileEventTest {

  private static final String EVENT =
      "{\"before\":null,\"after\":{\"id\":1,\"name\":\"a é 😀\",\"amount\":\"1.50\",\"paid\":true,"
          + "\"at\":\"2026-11-23T09:30:00.123456Z\",\"day\":20780,\"noon\":5,"
          + "\"ref\":\"61f0c404-5cb3-11e7-907b-a6006ad3dba0\",\"tags\":\"{1,NULL,-3}\","
          + "\"data\":\"AAEC\",\"ratio\":1.5,\"small\":\"NaN\",\"clock\":34200000000},"
          + "\"source\":{\"version\":\"3.2.1\",\"ts_ms\":5,\"sequence\":\"[1]\",\"ts_us\":5001,"
          + "\"lsn\":77,\"xmin\":null},\"transaction\":null,\"op\":\"c\",\"ts_ms\":9}";

  private static final List<InsertColumn> COLUMNS =
      List.of(
          column("id", new IntegerEncoder(4), true),
          column("name", new NullableEncoder(new TextEncoder()), false),
          column("amount", new DecimalEncoder(10, 2), false),
          column("paid", new BoolEncoder(), false),
          column("at", new InstantEncoder(new TimestampEncoder(6)), false),
          column("day", new DateEncoder(), false),
          column("noon", new TimestampEncoder(6), false),
          column("ref", new UuidEncoder(), false),
          column(
              "tags",
              new ArrayEncoder(new NullableEncoder(new IntegerEncoder(4)), ',', false),
              false),
          column("data", new BytesEncoder(), false),
          column("ratio", new FloatEncoder(false, true), false),
          column("small", new FloatEncoder(true, false), false),
          column("clock", new RenderedEncoder(PostgresText.TIME), false));

  private final RowWriter writer = new RowWriter(COLUMNS, true);
  private final RowBuffer out = new RowBuffer(64);

  @Test
  void aGoodEventIsOneRow() {
    // When
    writer.write(null, bytes(EVENT), 7, 9, out);

    // Then
    assertWholeRow(7, 9);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesWhatIsMalformed(String event) {
    // Given a row that was written before
    out.writeLong(1);

    // Then
    assertThatThrownBy(() -> writer.write(bytes("{\"id\":1}"), bytes(event), 7, 9, out))
        .isExactlyInstanceOf(UnfitValueException.class);
    assertThat(out.size()).isEqualTo(Long.BYTES);
  }

  static Stream<String> malformed() {
    String after = EVENT.substring(EVENT.indexOf("\"after\":"), EVENT.indexOf(",\"source\""));
    return Stream.of(
        "",
        " ",
        "\u0000",
        "null",
        "5",
        "\"text\"",
        "[]",
        "[" + EVENT + "]",
        "{}",
        "{\"after\":{}}",
        EVENT + "x",
        EVENT + EVENT,
        EVENT.substring(0, EVENT.length() - 1),
        EVENT.substring(0, EVENT.length() / 2),
        EVENT.replace("\"op\":\"c\"", "\"op\":\"\""),
        EVENT.replace("\"op\":\"c\"", "\"op\":\"create\""),
        EVENT.replace("\"op\":\"c\"", "\"op\":\"x\""),
        EVENT.replace("\"op\":\"c\"", "\"op\":\"d\""),
        EVENT.replace("\"op\":\"c\"", "\"op\":null"),
        EVENT.replace("\"op\":\"c\"", "\"op\":1"),
        EVENT.replace("\"op\":\"c\"", "\"op\":{\"c\":1}"),
        EVENT.replace("\"op\":\"c\"", "\"op\":\"c\",\"op\":\"u\""),
        EVENT.replace("\"op\":\"c\",", ""),
        EVENT.replace(after, after + "," + after),
        EVENT.replace(after, "\"after\":[1]"),
        EVENT.replace(after, "\"after\":5"),
        EVENT.replace(after, "\"after\":{}"),
        EVENT.replace("\"before\":null", "\"before\":[]"),
        EVENT.replace("\"lsn\":77", "\"lsn\":-1"),
        EVENT.replace("\"lsn\":77", "\"lsn\":\"77\""),
        EVENT.replace("\"lsn\":77", "\"lsn\":7e1"),
        EVENT.replace("\"lsn\":77", "\"lsn\":99999999999999999999"),
        EVENT.replace("\"lsn\":77", "\"xlsn\":77"),
        EVENT.replace("\"ts_us\":5001", "\"ts_us\":9223372036854775807"),
        EVENT
            .replace("\"ts_us\":5001,", "")
            .replace("\"ts_ms\":5,", "\"ts_ms\":" + Long.MAX_VALUE + ","),
        EVENT.replace("\"id\":1,", ""),
        EVENT.replace("\"id\":1,", "\"id\":null,"),
        EVENT.replace("\"id\":1,", "\"id\":1,\"id\":2,"),
        EVENT.replace("\"id\":1,", "\"id\":1.9,"),
        EVENT.replace("\"id\":1,", "\"id\":\"1\","),
        EVENT.replace("\"id\":1,", "\"id\":2147483648,"),
        EVENT.replace("\"id\":1,", "\"id\":1e999999999,"),
        EVENT.replace("\"id\":1,", "\"id\":" + "9".repeat(5000) + ","),
        EVENT.replace("\"id\":1,", "\"id\":[1],"),
        EVENT.replace("\"id\":1,", "\"id\":{},"),
        EVENT.replace("\"paid\":true,", ""),
        EVENT.replace("a é", "\\ud800"),
        EVENT.replace("a é", "\\udc00x"),
        EVENT.replace("\"a é 😀\"", "{\"x\":1}"),
        EVENT.replace("\"1.50\"", "\"1e999999999\""),
        EVENT.replace("\"1.50\"", "\"1e-999999999\""),
        EVENT.replace("\"1.50\"", "1e999999999"),
        EVENT.replace("\"1.50\"", "\"" + "1".repeat(1 << 20) + "\""),
        EVENT.replace("\"1.50\"", "\"1." + "1".repeat(1 << 20) + "\""),
        EVENT.replace("\"1.50\"", "\"\""),
        EVENT.replace("\"1.50\"", "\"-\""),
        EVENT.replace("\"1.50\"", "true"),
        EVENT.replace("\"paid\":true", "\"paid\":\"t\""),
        EVENT.replace("09:30", "29:30"),
        EVENT.replace("2026-11-23T", "2026-02-29T"),
        EVENT.replace("2026-11-23T", "2026-99-99T"),
        EVENT.replace("2026-11-23T", "1066-10-14T"),
        EVENT.replace("\"2026-11-23T09:30:00.123456Z\"", "5"),
        EVENT.replace("\"day\":20780", "\"day\":2147483647"),
        EVENT.replace("\"day\":20780", "\"day\":1.5"),
        EVENT.replace("\"noon\":5", "\"noon\":9223372036854775807"),
        EVENT.replace("61f0c404-", ""),
        EVENT.replace("61f0c404-5cb3-11e7-907b-a6006ad3dba0", "1-1-1-1-1"),
        EVENT.replace("{1,NULL,-3}", "{1,NULL,-3"),
        EVENT.replace("{1,NULL,-3}", "{1,"),
        EVENT.replace("{1,NULL,-3}", "{1,}"),
        EVENT.replace("{1,NULL,-3}", "{\\\"1}"),
        EVENT.replace("{1,NULL,-3}", "{\\\\}"),
        EVENT.replace("{1,NULL,-3}", "{{1}}"),
        EVENT.replace("{1,NULL,-3}", ""),
        EVENT.replace("AAEC", "A*"),
        EVENT.replace("\"ratio\":1.5", "\"ratio\":1e400"),
        EVENT.replace("\"small\":\"NaN\"", "\"small\":\"1e39\""),
        EVENT.replace("\"small\":\"NaN\"", "\"small\":\"text\""),
        EVENT.replace("34200000000", "-1"),
        "{\"after\":" + "[".repeat(1 << 20),
        "{\"a\":".repeat(1 << 18),
        "x".repeat(1 << 20),
        "{\"" + "x".repeat(1 << 20) + "\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "null", "[1]", "{\"id\":null}", "{\"id\":\"x\"}", "x", "{\"id\":1"})
  void refusesADeleteWithoutAKey(String key) {
    // Given
    String delete =
        "{\"before\":null,\"after\":null,\"source\":{\"ts_us\":1,\"lsn\":2},\"op\":\"d\"}";

    // Then
    assertThatThrownBy(() -> writer.write(bytes(key), bytes(delete), 0, 0, out))
        .isInstanceOf(UnfitValueException.class);
    assertThatThrownBy(() -> writer.write(null, bytes(delete), 0, 0, out))
        .isInstanceOf(UnfitValueException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    // Given
    byte[] event = bytes(EVENT);
    int at = EVENT.indexOf("a é");
    for (int first : new int[] {0x80, 0xC0, 0xED, 0xFE, 0xFF}) {
      byte[] broken = event.clone();
      broken[at] = (byte) first;

      // Then
      assertThatThrownBy(() -> writer.write(null, broken, 0, 0, out))
          .isInstanceOf(UnfitValueException.class);
      assertThat(out.size()).isZero();
    }
  }

  @Test
  void takesALargeValueAndNumbersWithManyZeros() {
    // Given
    String large = EVENT.replace("a é", "x".repeat(30 << 20));
    String zeros = EVENT.replace("1.50", "0".repeat(200_000) + "1.5" + "0".repeat(200_000));

    // Then
    assertThatCode(() -> writer.write(null, bytes(large), 1, 2, out)).doesNotThrowAnyException();
    assertWholeRow(1, 2);
    out.truncate(0);
    assertThatCode(() -> writer.write(null, bytes(zeros), 1, 2, out)).doesNotThrowAnyException();
    assertWholeRow(1, 2);
  }

  @Test
  void writesOneWholeRowOrNothingWhateverIsChangedInAnEvent() {
    // Given
    Random random = new Random(20_26);
    byte[] event = bytes(EVENT);
    int written = 0;
    int tries = 0;

    // When
    while (tries < 20_000) {
      byte[] changed = mutated(event, random);
      out.truncate(0);
      tries++;
      try {
        writer.write(changed, changed, 3, tries, out);
        // Then
        assertWholeRow(3, tries);
        written++;
      } catch (UnfitValueException e) {
        assertThat(out.size()).isZero();
      }
    }

    // Then
    assertThat(written).isPositive();
    assertThat(tries - written).isGreaterThan(1000);
  }

  private static byte[] mutated(byte[] event, Random random) {
    byte[] changed = event.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] = (byte) "{}[]\",:0e-\\ntf".charAt(random.nextInt(14));
        case 2 -> changed = Arrays.copyOf(changed, at + 1);
        case 3 -> {
          int from = random.nextInt(changed.length);
          int length = random.nextInt(Math.min(60, changed.length - Math.max(at, from)) + 1);
          System.arraycopy(changed, from, changed, at, length);
        }
        default -> {
          byte[] longer = new byte[changed.length + 10];
          System.arraycopy(changed, 0, longer, 0, at);
          System.arraycopy(changed, Math.max(0, at - 10), longer, at, Math.min(10, at));
          System.arraycopy(changed, at, longer, at + 10, changed.length - at);
          changed = longer;
        }
      }
    }
    return changed;
  }

  /** Reads the row as ClickHouse would, and finds its end where the buffer ends. */
  private void assertWholeRow(int partition, long offset) {
    ByteBuffer row = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    row.getInt();
    if (row.get() == 0) {
      skip(row, varint(row));
    }
    row.getLong();
    assertThat(row.get()).isBetween((byte) 0, (byte) 1);
    row.getLong();
    row.getInt();
    row.getLong();
    new UUID(row.getLong(), row.getLong());
    for (int elements = varint(row); elements > 0; elements--) {
      if (row.get() == 0) {
        row.getInt();
      }
    }
    skip(row, varint(row));
    row.getDouble();
    row.getFloat();
    skip(row, varint(row));
    assertThat(row.getLong()).as("version").isNotNegative();
    assertThat(row.get()).as("deleted").isBetween((byte) 0, (byte) 1);
    row.getLong();
    assertThat(row.getInt()).isEqualTo(partition);
    assertThat(row.getLong()).isEqualTo(offset);
    assertThat(row.remaining()).isZero();
  }

  private static void skip(ByteBuffer row, int length) {
    row.position(row.position() + length);
  }

  private static int varint(ByteBuffer row) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte each = row.get();
      value |= (each & 0x7F) << shift;
      if (each >= 0) {
        return value;
      }
    }
  }

  private static InsertColumn column(String name, ValueEncoder encoder, boolean key) {
    return InsertColumn.of(name, encoder, key, "do this");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
