package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.Locale;

/**
 * What a comparison found.
 *
 * @param table the table in PostgreSQL
 * @param postgresRows rows read from PostgreSQL
 * @param clickHouseRows rows read from ClickHouse
 * @param differenceCount all differences; a row counts once for each column that differs
 * @param differences the first of them, one line each
 * @param notes what was left out of the comparison, and why
 */
public record ComparisonResult(
    TableName table,
    long postgresRows,
    long clickHouseRows,
    long differenceCount,
    List<String> differences,
    List<String> notes) {

  public ComparisonResult {
    differences = List.copyOf(differences);
    notes = List.copyOf(notes);
  }

  /** Whether both sides hold the same rows with the same values. */
  public boolean same() {
    return differenceCount == 0;
  }

  /** One line when the sides are the same, else the first differences below it. */
  @Override
  public String toString() {
    String head =
        String.format(
            Locale.ROOT,
            "%s: %,d rows in PostgreSQL, %,d in ClickHouse, ",
            table,
            postgresRows,
            clickHouseRows);
    if (same()) {
      return head + "all the same" + noted();
    }
    StringBuilder text =
        new StringBuilder(head)
            .append(number(differenceCount))
            .append(differenceCount == 1 ? " difference" : " differences")
            .append(noted());
    differences.forEach(difference -> text.append("\n  ").append(difference));
    if (differences.size() < differenceCount) {
      text.append("\n  and ").append(number(differenceCount - differences.size())).append(" more");
    }
    return text.toString();
  }

  private String noted() {
    return notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")";
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
