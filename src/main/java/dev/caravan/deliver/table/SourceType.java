package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's type in PostgreSQL, as the comments of ClickHouse's columns name it: {@code
 * numeric(12,2)}, {@code varchar(20)[]}, {@code timestamp(0)}.
 *
 * @param name the type's name, that of an array's elements
 * @param length the declared length or precision, or null
 * @param scale the declared scale, or null
 * @param array whether the values are arrays of the type
 */
public record SourceType(String name, Integer length, Integer scale, boolean array) {

  private static final Pattern TEXT =
      Pattern.compile("(.*?)(?:\\((-?\\d+)(?:,(-?\\d+))?\\))?(\\[])?", Pattern.DOTALL);
  private static final String ARRAY = "[]";
  private static final List<String> INTEGERS = List.of("int2", "int4", "int8");
  private static final List<String> TIMES = List.of("time", "timetz", "timestamp", "timestamptz");
  private static final String VARCHAR = "varchar";
  private static final String NUMERIC = "numeric";

  /** The type of a column whose values a route masks; which they were makes no difference. */
  public static final String MASKED = "masked";

  private static final Pattern HASHED = Pattern.compile("sha256\\((.*)\\)", Pattern.DOTALL);

  public SourceType {
    // numeric(12) is numeric(12,0).
    scale = name.equals(NUMERIC) && length != null && scale == null ? Integer.valueOf(0) : scale;
  }

  /** The type of a column whose values a route hashes: {@code sha256(numeric(12,2))}. */
  public static String hashed(Column column) {
    return "sha256(" + of(column) + ")";
  }

  /** Whether a route makes other values of the column's. */
  boolean isMade() {
    return name.equals(MASKED) || HASHED.matcher(name).matches();
  }

  static SourceType of(Column column) {
    String type = column.type();
    return new SourceType(
        column.holdsArrays() ? type.substring(0, type.length() - ARRAY.length()) : type,
        column.length(),
        column.scale(),
        column.holdsArrays());
  }

  /** Reads what {@link #toString()} writes. */
  static SourceType parse(String text) {
    Matcher m = TEXT.matcher(text.strip());
    if (!m.matches()) {
      return new SourceType(text, null, null, false);
    }
    return new SourceType(m.group(1), number(m.group(2)), number(m.group(3)), m.group(4) != null);
  }

  /**
   * Whether every value of this type is one of the other, and reads the same in PostgreSQL after
   * the change as before.
   */
  boolean keepsItsTextAs(SourceType wider) {
    if (array != wider.array) {
      return false;
    }
    Matcher hashed = HASHED.matcher(name);
    Matcher hashedWider = HASHED.matcher(wider.name);
    if (hashed.matches() && hashedWider.matches()) {
      return parse(hashed.group(1)).keepsItsTextAs(parse(hashedWider.group(1)));
    }
    if (INTEGERS.contains(name) && INTEGERS.contains(wider.name)) {
      return INTEGERS.indexOf(name) <= INTEGERS.indexOf(wider.name);
    }
    if (name.equals(VARCHAR) || name.equals("text")) {
      boolean unlimited = wider.name.equals("text") || isVarchar(wider) && wider.length == null;
      return unlimited || isVarchar(this) && isVarchar(wider) && holds(wider.length, length);
    }
    if (!name.equals(wider.name)) {
      return false;
    }
    if (name.equals(NUMERIC)) {
      return wider.length == null || holdsDigitsOf(wider) && wider.scale.equals(scale);
    }
    return (TIMES.contains(name) || name.equals("varbit"))
        && (wider.length == null || holds(wider.length, length));
  }

  /** Whether every value is a value of the other type, though PostgreSQL may write it otherwise. */
  boolean keepsItsValueAs(SourceType wider) {
    return keepsItsTextAs(wider)
        || array == wider.array
            && (name.equals("float4") && wider.name.equals("float8")
                || name.equals(NUMERIC) && wider.name.equals(NUMERIC) && holdsDigitsOf(wider));
  }

  @Override
  public String toString() {
    String limits = length == null ? "" : "(" + length + (scale == null ? "" : "," + scale) + ")";
    return name + limits + (array ? ARRAY : "");
  }

  private boolean holdsDigitsOf(SourceType wider) {
    return length != null
        && wider.length != null
        && wider.scale >= scale
        && wider.length - wider.scale >= length - scale;
  }

  private static boolean holds(Integer wider, Integer length) {
    return wider != null && length != null && wider >= length;
  }

  private static boolean isVarchar(SourceType type) {
    return type.name.equals(VARCHAR);
  }

  private static Integer number(String digits) {
    return digits == null ? null : Integer.valueOf(digits);
  }
}
