package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of tables in which {@code *} stands for any characters: {@code inventory.*}.
 *
 * @param texts the patterns as they were written
 */
public record TablePatterns(List<String> texts) {

  public TablePatterns {
    texts = texts.stream().map(String::strip).toList();
  }

  public static TablePatterns of(List<String> texts) {
    return new TablePatterns(texts);
  }

  /** Whether one of the patterns names the table. */
  public boolean matches(TableName table) {
    return texts.stream()
        .anyMatch(text -> Pattern.matches(regularExpression(text), table.toString()));
  }

  /** The same as regular expressions separated by commas, as Debezium wants them. */
  public String regularExpressions() {
    return texts.stream().map(TablePatterns::regularExpression).collect(Collectors.joining(","));
  }

  /** Told to mind the case, for PostgreSQL does, and Debezium compiles them not to. */
  private static String regularExpression(String text) {
    return Arrays.stream(text.split("\\*", -1))
        .map(TablePatterns::literal)
        .collect(Collectors.joining(".*", "(?s-i)", ""));
  }

  /** Quoted character by character, for Debezium splits the list at commas and trims its parts. */
  private static String literal(String text) {
    return text.replaceAll("[^A-Za-z0-9_]", "\\\\$0");
  }

  @Override
  public String toString() {
    return String.join(",", texts);
  }
}
