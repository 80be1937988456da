package dev.caravan.capture.toast;

import java.util.HexFormat;
import org.apache.kafka.connect.data.Schema;

/** How the stream would have written a value that PostgreSQL did not send. */
final class UnchangedValue {

  private static final String HEX = "\\x";

  private UnchangedValue() {}

  /**
   * PostgreSQL's text of a value as the field's events have it.
   *
   * @throws IllegalArgumentException when the text is not that of the field's type
   */
  static Object read(Schema field, String text) {
    if (field.type() != Schema.Type.BYTES) {
      return text;
    }
    if (!text.startsWith(HEX)) {
      throw new IllegalArgumentException("no bytes in hex digits");
    }
    return HexFormat.of().parseHex(text, HEX.length(), text.length());
  }
}
