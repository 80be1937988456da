package dev.caravan.deliver.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Decimal(precision, scale): the unscaled number as a little-endian integer of 4, 8, 16 or 32
 * bytes. A value is stored exactly or refused, never rounded.
 *
 * @param precision decimal digits, 1 to 76
 * @param scale digits after the point, 0 to precision
 */
public record DecimalEncoder(int precision, int scale) implements ValueEncoder {

  private static final int DIGITS_OF_LONG = 18;

  /** Characters, far more than any number has that fits. */
  private static final int LONGEST = 1000;

  @Override
  public void write(JsonValue value, RowBuffer out) {
    put(value.bytes(), value.start(), value.end(), out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    put(bytes, 0, bytes.length, out);
  }

  private void put(byte[] text, int start, int end, RowBuffer out) {
    if (start == end || end - start > DIGITS_OF_LONG || !writePlain(text, start, end, out)) {
      writeBig(new String(text, start, end - start, StandardCharsets.UTF_8), out);
    }
  }

  @Override
  public void writeZero(RowBuffer out) {
    put(0, out);
  }

  /** Digits with at most one point and a sign, as nearly all are; false when it is none such. */
  private boolean writePlain(byte[] text, int start, int end, RowBuffer out) {
    boolean negative = text[start] == '-';
    long number = 0;
    int digits = 0;
    int after = -1;
    for (int i = negative ? start + 1 : start; i < end; i++) {
      byte c = text[i];
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
        digits++;
        after += after < 0 ? 0 : 1;
      } else if (c == '.' && after < 0) {
        after = 0;
      } else {
        return false;
      }
    }
    int missing = scale - Math.max(after, 0);
    if (digits == 0 || missing < 0 || digits + missing > Math.min(precision, DIGITS_OF_LONG)) {
      return false;
    }
    for (int i = 0; i < missing; i++) {
      number *= 10;
    }
    put(negative ? -number : number, out);
    return true;
  }

  private void writeBig(String text, RowBuffer out) {
    BigInteger unscaled;
    try {
      BigDecimal number = new BigDecimal(shortened(text));
      if (Math.abs((long) number.scale()) > LONGEST) {
        // Its digits written out could fill the memory.
        throw new ArithmeticException();
      }
      BigDecimal exact = number.setScale(scale);
      if (exact.precision() > precision) {
        throw new ArithmeticException();
      }
      unscaled = exact.unscaledValue();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new UnfitValueException(
          UnfitValueException.quoted(text)
              + " does not fit Decimal("
              + precision
              + ", "
              + scale
              + ") exactly");
    }
    int width = width();
    byte fill = (byte) (unscaled.signum() < 0 ? -1 : 0);
    byte[] bigEndian = unscaled.toByteArray();
    for (int i = 0; i < width; i++) {
      int at = bigEndian.length - 1 - i;
      out.writeByte(at >= 0 ? bigEndian[at] : fill);
    }
  }

  /** The number without zeros at its ends, for reading many digits takes long. */
  private static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int start = text.charAt(0) == '-' ? 1 : 0;
    int end = text.length();
    while (start < end && text.charAt(start) == '0') {
      start++;
    }
    if (text.indexOf('.') >= 0) {
      while (end > start && text.charAt(end - 1) == '0') {
        end--;
      }
    }
    if (end - start > LONGEST || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      throw new ArithmeticException();
    }
    return (text.charAt(0) == '-' ? "-0" : "0") + text.substring(start, end);
  }

  private void put(long number, RowBuffer out) {
    int width = width();
    if (width == Integer.BYTES) {
      out.writeInt((int) number);
      return;
    }
    out.writeLong(number);
    for (int i = Long.BYTES; i < width; i += Long.BYTES) {
      out.writeLong(number >> Long.SIZE - 1);
    }
  }

  private int width() {
    return precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
  }
}
