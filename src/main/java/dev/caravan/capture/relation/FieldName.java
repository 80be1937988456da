package dev.caravan.capture.relation;

import java.util.Locale;
import java.util.Set;

/**
 * A column's name inside Debezium, which tells columns apart regardless of case and takes quotes
 * off. Where that would change or confuse the name, it goes on behind the one character that no
 * name in PostgreSQL has.
 */
public final class FieldName {

  private static final char END = '\0';

  private FieldName() {}

  /**
   * @param taken what the fields before it are called in lower case; the new one is added
   */
  static String of(String column, Set<String> taken) {
    String name = quoted(column) ? column + END : column;
    for (int i = 1; !taken.add(name.toLowerCase(Locale.getDefault())); i++) {
      name = column + END + i;
    }
    return name;
  }

  /** The column's own name. */
  public static String column(String field) {
    int end = field.indexOf(END);
    return end < 0 ? field : field.substring(0, end);
  }

  private static boolean quoted(String name) {
    char first = name.charAt(0);
    return (first == '"' || first == '\'' || first == '`')
        && name.length() > 1
        && name.charAt(name.length() - 1) == first;
  }
}
