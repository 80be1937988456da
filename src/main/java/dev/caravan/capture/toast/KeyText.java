package dev.caravan.capture.toast;

import dev.caravan.change.text.DateTimeText;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Time;
import io.debezium.time.Timestamp;
import io.debezium.time.ZonedTimestamp;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.kafka.connect.data.Schema;

/** A value of an event's key in text that PostgreSQL reads as the same value. */
final class KeyText {

  private static final long MICROS_PER_MILLI = 1000;
  private static final String BEFORE_CHRIST = " BC";

  private KeyText() {}

  static String of(Schema schema, Object value) {
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    if (schema.name() == null) {
      return value.toString();
    }
    return switch (schema.name()) {
      case Date.SCHEMA_NAME -> DateTimeText.date((Integer) value);
      case MicroTime.SCHEMA_NAME -> DateTimeText.time((Long) value);
      case Time.SCHEMA_NAME -> DateTimeText.time((Integer) value * MICROS_PER_MILLI);
      case MicroTimestamp.SCHEMA_NAME -> DateTimeText.timestamp((Long) value);
      case Timestamp.SCHEMA_NAME -> DateTimeText.timestamp((Long) value * MICROS_PER_MILLI);
      case ZonedTimestamp.SCHEMA_NAME -> instant((String) value);
      default -> value.toString();
    };
  }

  /** PostgreSQL reads ISO 8601, but no years of other than four digits in it. */
  private static String instant(String iso) {
    if (iso.endsWith("infinity") || Character.isDigit(iso.charAt(0))) {
      return iso;
    }
    OffsetDateTime time = OffsetDateTime.parse(iso);
    long micros = ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), time);
    String text = DateTimeText.timestamp(micros);
    return text.endsWith(BEFORE_CHRIST)
        ? text.replace(BEFORE_CHRIST, "+00" + BEFORE_CHRIST)
        : text + "+00";
  }
}
