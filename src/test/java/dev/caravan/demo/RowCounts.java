package dev.caravan.demo;

import dev.caravan.change.TableName;
import dev.caravan.compare.ClickHouseAccess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Counts rows on both sides. */
final class RowCounts {

  private final Connection postgres;
  private final ClickHouseAccess clickHouse;

  RowCounts(Connection postgres, ClickHouseAccess clickHouse) {
    this.postgres = postgres;
    this.clickHouse = clickHouse;
  }

  long inPostgres(TableName table) throws SQLException {
    try (Statement statement = postgres.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table.quoted())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Current rows; 0 as long as there is no table. */
  long inClickHouse(TableName table) throws IOException {
    String answer = ifTableExists("SELECT count() FROM `" + table.table() + "`");
    return answer.isEmpty() ? 0 : Long.parseLong(answer);
  }

  /**
   * A text that changes with every insert into the table. It is made of the highest offsets, which
   * background merges leave as they are; the number of rows would not do.
   */
  String arrivals(TableName table) throws IOException {
    return ifTableExists(
        "SELECT _partition, max(_offset) FROM `"
            + table.table()
            + "_final` GROUP BY _partition ORDER BY _partition");
  }

  private String ifTableExists(String query) throws IOException {
    try {
      return clickHouse.query(query);
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().contains("UNKNOWN_TABLE")) {
        return "";
      }
      throw e;
    }
  }
}
