package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column the target has.
 *
 * @param name its name
 * @param type its type as system.columns writes it
 * @param sortingKey whether the table is ordered by it
 * @param number the number of the source's column it holds; 0 when its comment does not tell
 * @param source the type in PostgreSQL its values are in line with; null when the comment does not
 *     tell
 * @param computed what ClickHouse computes it by, as a route said; null of all others
 */
public record TargetColumn(
    String name, String type, boolean sortingKey, int number, SourceType source, String computed) {

  private static final String COMPUTED = "Caravan computes: ";

  private static final String COMMENT = "PostgreSQL column ";
  private static final Pattern COMMENTED = Pattern.compile(COMMENT + "(\\d{1,9}): (.+)");

  /** A column whose comment tells nothing. */
  public TargetColumn(String name, String type, boolean sortingKey) {
    this(name, type, sortingKey, 0, null, null);
  }

  /** A column that holds the source's. */
  public TargetColumn(String name, String type, boolean sortingKey, int number, SourceType source) {
    this(name, type, sortingKey, number, source, null);
  }

  /** A column with its comment as ClickHouse has it. */
  public static TargetColumn of(String name, String type, boolean sortingKey, String comment) {
    if (comment.startsWith(COMPUTED)) {
      return new TargetColumn(
          name, type, sortingKey, 0, null, comment.substring(COMPUTED.length()));
    }
    Matcher m = COMMENTED.matcher(comment.strip());
    return m.matches()
        ? new TargetColumn(
            name, type, sortingKey, Integer.parseInt(m.group(1)), SourceType.parse(m.group(2)))
        : new TargetColumn(name, type, sortingKey);
  }

  /** The comment of a column that holds the source's; empty when its number is not known. */
  static String comment(Column column) {
    return column.number() > 0 ? COMMENT + column.number() + ": " + SourceType.of(column) : "";
  }

  /** The comment of a column that ClickHouse computes. */
  static String commentOfComputed(String sql) {
    return COMPUTED + sql;
  }

  /** Whether it may hold NULL. */
  public boolean holdsNull() {
    return type.startsWith("Nullable(") || type.startsWith("LowCardinality(Nullable(");
  }

  /** Its type with room for NULL; the same when ClickHouse has none such. */
  static String nullable(String type) {
    if (type.startsWith("LowCardinality(")) {
      String inner = type.substring("LowCardinality(".length(), type.length() - 1);
      return "LowCardinality(" + nullable(inner) + ")";
    }
    boolean none = type.matches("(?s)(Nullable|Array|Map|Tuple|Nested|Variant|Dynamic|JSON)\\b.*");
    return none ? type : "Nullable(" + type + ")";
  }
}
