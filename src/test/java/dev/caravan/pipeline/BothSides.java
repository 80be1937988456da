package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.compare.ComparisonResult;
import dev.caravan.compare.TableComparison;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A pipeline's PostgreSQL and its ClickHouse beside each other. */
final class BothSides {

  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  private final Supplier<Connection> postgres;
  private final Supplier<ClickHouseAccess> clickhouse;
  private final Supplier<String> logs;

  /**
   * @param postgres opens a connection
   * @param clickhouse where it is now
   * @param logs told when the sides stay different
   */
  BothSides(
      Supplier<Connection> postgres, Supplier<ClickHouseAccess> clickhouse, Supplier<String> logs) {
    this.postgres = postgres;
    this.clickhouse = clickhouse;
    this.logs = logs;
  }

  ComparisonResult compare(TableName table) {
    try (Connection connection = postgres.get()) {
      return new TableComparison(connection, clickhouse.get()).compare(table);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until both sides hold the same rows, for as long as they still come closer. */
  void awaitEqual(TableName... tables) {
    for (TableName table : tables) {
      Standstill standstill = new Standstill(STANDSTILL);
      await(table + " is equal on both sides")
          .forever()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                ComparisonResult result = compareIfThere(table);
                if (result != null && result.same()) {
                  return true;
                }
                if (standstill.since(String.valueOf(result))) {
                  throw new AssertionError(
                      table + " stays different: " + result + "\n" + logs.get());
                }
                return false;
              });
    }
  }

  /** Whether both sides hold the same rows now. */
  boolean areEqual(TableName... tables) {
    return Stream.of(tables)
        .map(this::compareIfThere)
        .allMatch(result -> result != null && result.same());
  }

  /** Null while the target is not there yet; different while its columns are behind. */
  private ComparisonResult compareIfThere(TableName table) {
    String view = '`' + table.table().replace("`", "\\`") + '`';
    try (Connection connection = postgres.get()) {
      if (!clickhouse.get().query("EXISTS " + view).strip().equals("1")) {
        return null;
      }
      // While one side has fewer rows, comparing each would take the time they are waited for.
      long left = rows(connection, table);
      long right = Long.parseLong(clickhouse.get().query("SELECT count() FROM " + view).strip());
      if (left != right) {
        return different(table, left, right, "the numbers of rows differ");
      }
      return new TableComparison(connection, clickhouse.get()).compare(table);
    } catch (IOException | SQLException | IllegalArgumentException e) {
      return different(table, 0, 0, e.getMessage());
    }
  }

  private static ComparisonResult different(TableName table, long left, long right, String why) {
    return new ComparisonResult(table, left, right, 1, List.of(String.valueOf(why)), List.of());
  }

  private static long rows(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table.quoted())) {
      row.next();
      return row.getLong(1);
    }
  }
}
