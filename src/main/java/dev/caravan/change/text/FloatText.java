package dev.caravan.change.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * PostgreSQL's text of {@code real} and {@code double precision}: the shortest digits that lie
 * nearer to the number than to any other, {@code 0.1}, {@code 1e+20}, {@code NaN}.
 *
 * @see <a href="https://www.postgresql.org/docs/16/datatype-numeric.html#DATATYPE-FLOAT">
 *     Floating-Point Types</a>
 */
public final class FloatText {

  private static final int SMALLEST_PLAIN = -4;
  private static final int DIGITS_OF_FLOAT = 6;
  private static final int DIGITS_OF_DOUBLE = 15;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private FloatText() {}

  public static String of(float number) {
    if (Float.isNaN(number) || Float.isInfinite(number)) {
      return Float.toString(number);
    }
    float size = Math.abs(number);
    BigDecimal above =
        size == Float.MAX_VALUE
            ? new BigDecimal(size).add(new BigDecimal(Math.ulp(size)))
            : new BigDecimal(Math.nextUp(size));
    Interval interval =
        new Interval(new BigDecimal(Math.nextDown(size)), new BigDecimal(size), above);
    return sign(Float.floatToIntBits(number) < 0)
        + (size == 0 ? "0" : interval.text(Float.toString(size), DIGITS_OF_FLOAT));
  }

  public static String of(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    double size = Math.abs(number);
    BigDecimal above =
        size == Double.MAX_VALUE
            ? new BigDecimal(size).add(new BigDecimal(Math.ulp(size)))
            : new BigDecimal(Math.nextUp(size));
    Interval interval =
        new Interval(new BigDecimal(Math.nextDown(size)), new BigDecimal(size), above);
    return sign(Double.doubleToLongBits(number) < 0)
        + (size == 0 ? "0" : interval.text(Double.toString(size), DIGITS_OF_DOUBLE));
  }

  private static String sign(boolean negative) {
    return negative ? "-" : "";
  }

  /** A number between its neighbours. */
  private record Interval(BigDecimal below, BigDecimal number, BigDecimal above) {

    /**
     * @param near some digits of the number, of about the right count; those of Java are not always
     *     the shortest
     */
    String text(String near, int plainBelow) {
      int count = new BigDecimal(near).stripTrailingZeros().precision();
      BigDecimal digits = nearest(count);
      while (digits == null) {
        digits = nearest(++count);
      }
      for (BigDecimal fewer = count > 1 ? nearest(count - 1) : null; fewer != null; ) {
        digits = fewer;
        count--;
        fewer = count > 1 ? nearest(count - 1) : null;
      }
      return written(digits.stripTrailingZeros(), plainBelow);
    }

    /** The number rounded, null when that is as near to a neighbour. */
    private BigDecimal nearest(int count) {
      BigDecimal down = number.round(new MathContext(count, RoundingMode.DOWN));
      BigDecimal up = number.round(new MathContext(count, RoundingMode.UP));
      boolean downHolds = down.multiply(TWO).compareTo(below.add(number)) > 0;
      boolean upHolds = up.multiply(TWO).compareTo(above.add(number)) < 0;
      if (downHolds && upHolds) {
        return number.round(new MathContext(count, RoundingMode.HALF_EVEN));
      }
      return downHolds ? down : upHolds ? up : null;
    }

    private static String written(BigDecimal digits, int plainBelow) {
      int exponent = digits.precision() - digits.scale() - 1;
      if (exponent >= SMALLEST_PLAIN && exponent < plainBelow) {
        return digits.toPlainString();
      }
      String all = digits.unscaledValue().toString();
      String size = Integer.toString(Math.abs(exponent));
      return all.charAt(0)
          + (all.length() > 1 ? "." + all.substring(1) : "")
          + (exponent < 0 ? "e-" : "e+")
          + (size.length() < 2 ? "0" : "")
          + size;
    }
  }
}
