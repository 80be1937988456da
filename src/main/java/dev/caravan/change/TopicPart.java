package dev.caravan.change;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A schema's or table's name as a part of a topic's name; no two names have the same. */
final class TopicPart {

  private static final char ESCAPE = '-';
  private static final int HEX = 16;

  private TopicPart() {}

  static String of(String name) {
    StringBuilder part = new StringBuilder(name.length());
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(each)) {
        part.append((char) each);
      } else {
        part.append(ESCAPE).append("%02X".formatted(each & 0xFF));
      }
    }
    return part.toString();
  }

  /** The name a part stands for; a part of somebody else's making stands for itself. */
  static String read(String part) {
    ByteArrayOutputStream name = new ByteArrayOutputStream(part.length());
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      boolean escaped = bytes[i] == ESCAPE && i + 2 < bytes.length;
      int high = escaped ? Character.digit(bytes[i + 1], HEX) : -1;
      int low = escaped ? Character.digit(bytes[i + 2], HEX) : -1;
      if (high >= 0 && low >= 0) {
        name.write(high * HEX + low);
        i += 2;
      } else {
        name.write(bytes[i]);
      }
    }
    return name.toString(StandardCharsets.UTF_8);
  }

  private static boolean isPlain(byte each) {
    return each >= 'a' && each <= 'z'
        || each >= 'A' && each <= 'Z'
        || each >= '0' && each <= '9'
        || each == '_';
  }
}
