package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.Set;

/**
 * Which tables are to be captured: those the configured patterns name, and those that routes ask
 * for. Safe for use by several threads.
 */
public final class CaptureScope {

  private final TablePatterns patterns;
  private volatile Set<TableName> wanted = Set.of();

  public CaptureScope(List<String> patterns) {
    this.patterns = TablePatterns.of(patterns);
  }

  /** Whether the table is to be captured. */
  public boolean matches(TableName table) {
    return wanted.contains(table) || patterns.matches(table);
  }

  /** The tables that routes ask for, whether they exist or not. */
  public Set<TableName> wanted() {
    return wanted;
  }

  /** From now on, these are the tables that routes ask for. */
  public void want(Set<TableName> tables) {
    wanted = Set.copyOf(tables);
  }

  /** The configured patterns, for people. */
  @Override
  public String toString() {
    return patterns.toString();
  }
}
