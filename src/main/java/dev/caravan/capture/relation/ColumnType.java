package dev.caravan.capture.relation;

import dev.caravan.capture.value.Encoding;

/**
 * A column's type with domains taken off.
 *
 * @param name PostgreSQL's name in lower case, with {@code []} behind that of an array's elements
 * @param length the declared length or precision, or null
 * @param scale the declared scale, for money the server's; or null
 * @param encoding how values are written in events
 */
public record ColumnType(String name, Integer length, Integer scale, Encoding encoding) {

  private static final int HEADER = 4;
  private static final int FULL_PRECISION = 0xFFFF;
  private static final int MONEY_DIGITS = 19;

  /**
   * One of PostgreSQL's own types.
   *
   * @param modifier what the declaration adds to the type, -1 for nothing
   * @param moneyFractions the fraction digits of the server's money
   * @see <a
   *     href="https://github.com/postgres/postgres/blob/REL_16_STABLE/src/backend/utils/adt/numeric.c">
   *     numeric.c on the modifier's bits</a>
   */
  static ColumnType own(String name, int modifier, int moneyFractions) {
    Encoding encoding = Encoding.ofType(name);
    if (encoding == Encoding.MONEY) {
      return new ColumnType(name, MONEY_DIGITS, moneyFractions, encoding);
    }
    if (modifier < 0) {
      return new ColumnType(name, null, null, encoding);
    }
    return switch (name) {
      case "numeric" -> {
        int bits = modifier - HEADER;
        // Eleven bits with a sign: since PostgreSQL 15 a scale may be negative.
        int scale = ((bits & 0x7FF) ^ 0x400) - 0x400;
        yield new ColumnType(name, bits >> 16 & 0xFFFF, scale, encoding);
      }
      case "varchar", "bpchar" -> new ColumnType(name, modifier - HEADER, null, encoding);
      case "bit", "varbit", "time", "timetz", "timestamp", "timestamptz" ->
          new ColumnType(name, modifier, null, encoding);
      case "interval" -> {
        int precision = modifier & 0xFFFF;
        yield new ColumnType(name, precision == FULL_PRECISION ? null : precision, null, encoding);
      }
      default -> new ColumnType(name, null, null, encoding);
    };
  }

  /** A type somebody created. */
  static ColumnType created(String schema, String name) {
    boolean likeOwn = Encoding.ofType(name) != Encoding.TEXT || name.equals("numeric");
    return new ColumnType(likeOwn ? schema + "." + name : name, null, null, Encoding.TEXT);
  }

  /** Arrays of the type; each is PostgreSQL's text. */
  ColumnType array() {
    return new ColumnType(name + "[]", length, scale, Encoding.TEXT);
  }
}
