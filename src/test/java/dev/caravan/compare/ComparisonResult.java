package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.util.List;

/**
 * What a comparison found.
 *
 * @param table the table in PostgreSQL
 * @param postgresRows rows read from PostgreSQL
 * @param clickHouseRows rows read from ClickHouse
 * @param differenceCount all differences; a row counts once for each column that differs
 * @param differences the first of them, one line each
 */
public record ComparisonResult(
    TableName table,
    long postgresRows,
    long clickHouseRows,
    long differenceCount,
    List<String> differences) {

  public ComparisonResult {
    differences = List.copyOf(differences);
  }

  /** Whether both sides hold the same rows with the same values. */
  public boolean same() {
    return differenceCount == 0;
  }

  /** One line when the sides are the same, else the first differences below it. */
  @Override
  public String toString() {
    String head =
        "%s: %,d rows in PostgreSQL, %,d in ClickHouse, "
            .formatted(table, postgresRows, clickHouseRows);
    if (same()) {
      return head + "all the same";
    }
    StringBuilder text =
        new StringBuilder(head).append("%,d differences".formatted(differenceCount));
    differences.forEach(difference -> text.append("\n  ").append(difference));
    if (differences.size() < differenceCount) {
      text.append("\n  and %,d more".formatted(differenceCount - differences.size()));
    }
    return text.toString();
  }
}
