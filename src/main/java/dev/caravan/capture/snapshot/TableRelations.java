package dev.caravan.capture.snapshot;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Where a table's rows lie: in itself, or in its partitions. */
public final class TableRelations {

  private static final String LEAVES =
      """
      WITH wanted AS (SELECT to_regclass(?) AS oid)
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r'
        AND c.oid IN (SELECT oid FROM wanted
                      UNION SELECT relid FROM wanted, pg_partition_tree(wanted.oid))
      ORDER BY 1, 2
      """;

  private TableRelations() {}

  /** The relations, sorted; none when there is no such table. */
  public static List<TableName> of(Connection connection, TableName table) throws SQLException {
    List<TableName> leaves = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LEAVES)) {
      statement.setString(1, table.quoted());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          leaves.add(new TableName(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return leaves;
  }

  /** The file a relation's rows lie in, which is another one once it was rewritten; 0 for none. */
  public static long fileNode(Connection connection, TableName relation) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT coalesce(pg_relation_filenode(?::regclass), 0)")) {
      statement.setString(1, relation.quoted());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** How many pages of 8 kB a relation's rows lie in. */
  static long pages(Connection connection, TableName relation) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT coalesce(pg_relation_size(to_regclass(?)), 0)"
                + " / current_setting('block_size')::int")) {
      statement.setString(1, relation.quoted());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Has the transaction there is read rows in physical order, without which a row's id would not
   * tell what was read before it.
   */
  public static void inPhysicalOrder(Statement statement) throws SQLException {
    statement.execute("SET LOCAL synchronize_seqscans = off");
    statement.execute("SET LOCAL max_parallel_workers_per_gather = 0");
    statement.execute("SET LOCAL enable_indexscan = off");
    statement.execute("SET LOCAL enable_bitmapscan = off");
  }
}
