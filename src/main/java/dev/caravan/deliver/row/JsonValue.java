package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A scalar of JSON that is not null, as the encoders see it: what it is, and its text in UTF-8,
 * that of a string without quotes and escapes. It holds until the next one is read.
 */
public final class JsonValue {

  /** What JSON has of scalars, numbers without a fraction or an exponent apart. */
  enum Kind {
    TEXT,
    WHOLE,
    FRACTION,
    TRUE,
    FALSE
  }

  /** As many digits a long holds whatever they are. */
  static final int DIGITS_OF_LONG = 18;

  private Kind kind;
  private byte[] bytes;
  private int start;
  private int end;

  JsonValue() {}

  /**
   * The parser's current value.
   *
   * @throws UnfitValueException when it is an object or an array, or no text UTF-8 can say
   */
  public static JsonValue of(JsonParser parser) throws IOException {
    Kind kind =
        switch (parser.currentToken()) {
          case VALUE_STRING -> Kind.TEXT;
          case VALUE_NUMBER_INT -> Kind.WHOLE;
          case VALUE_NUMBER_FLOAT -> Kind.FRACTION;
          case VALUE_TRUE -> Kind.TRUE;
          case VALUE_FALSE -> Kind.FALSE;
          default ->
              throw new UnfitValueException("an object or array of JSON is no value of a column");
        };
    byte[] text = utf8(parser.getText());
    JsonValue value = new JsonValue();
    value.set(kind, text, 0, text.length);
    return value;
  }

  void set(Kind newKind, byte[] newBytes, int newStart, int newEnd) {
    kind = newKind;
    bytes = newBytes;
    start = newStart;
    end = newEnd;
  }

  boolean isWhole() {
    return kind == Kind.WHOLE;
  }

  boolean isText() {
    return kind == Kind.TEXT;
  }

  /** What holds its text, from {@link #start} to {@link #end}. */
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  int length() {
    return end - start;
  }

  /** Its text: of a number as it was written. */
  public String text() {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * The number it is.
   *
   * @throws UnfitValueException when it is none, has a fraction or does not fit 64 bits; taking a
   *     part of it would be worse
   */
  long whole() {
    if (kind != Kind.WHOLE) {
      throw new UnfitValueException(
          UnfitValueException.quoted(text()) + " is no whole number of JSON");
    }
    boolean negative = bytes[start] == '-';
    int at = negative ? start + 1 : start;
    if (end - at > DIGITS_OF_LONG) {
      return large();
    }
    long number = 0;
    for (; at < end; at++) {
      number = number * 10 + (bytes[at] - '0');
    }
    return negative ? -number : number;
  }

  private long large() {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException e) {
      throw new UnfitValueException(UnfitValueException.quoted(text()) + " does not fit 64 bits");
    }
  }

  /**
   * The boolean it is.
   *
   * @throws UnfitValueException when it is none
   */
  boolean truth() {
    if (kind != Kind.TRUE && kind != Kind.FALSE) {
      throw new UnfitValueException(UnfitValueException.quoted(text()) + " is no boolean of JSON");
    }
    return kind == Kind.TRUE;
  }

  /**
   * The text in UTF-8.
   *
   * @throws UnfitValueException when it has half a surrogate pair, which UTF-8 cannot say
   */
  static byte[] utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          throw new UnfitValueException(
              "the text has half a surrogate pair, which is no character");
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
