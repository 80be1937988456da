package dev.caravan.capture.relation;

import dev.caravan.change.TableName;
import dev.caravan.change.text.ArrayText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks captured tables up in PostgreSQL's catalog. The connection must have {@link
 * dev.caravan.capture.source.TextSettings}. Not safe for use by several threads.
 */
public final class RelationCatalog {

  // The rows of a partitioned table lie in its leaves.
  private static final String TABLE =
      """
      SELECT n.nspname, c.relname, c.relreplident,
        CASE WHEN c.relkind = 'p' THEN (
          SELECT coalesce(hashtextextended(string_agg(
                   pg_relation_filenode(t.relid)::text, ',' ORDER BY t.relid::oid), 0), 0)
                 & 9223372036854775807
          FROM pg_partition_tree(c.oid) t WHERE t.isleaf)
        ELSE coalesce(pg_relation_filenode(c.oid)::bigint, 0) END,
        (SELECT array_agg(a.attname::text ORDER BY k.place)
         FROM pg_catalog.pg_index i
         CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
         WHERE i.indrelid = c.oid AND k.place <= i.indnkeyatts AND i.indimmediate AND i.indisvalid
           AND CASE WHEN c.relreplident = 'i' THEN i.indisreplident ELSE i.indisprimary END)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ?
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, a.attnum, a.atttypid::bigint, a.atttypmod, a.attnotnull,
        a.atthasdef OR a.attidentity <> '',
        CASE WHEN a.atthasmissing THEN a.attmissingval::text
             WHEN c.relkind = 'p' THEN (
               SELECT l.attmissingval::text
               FROM pg_partition_tree(c.oid) t
               JOIN pg_catalog.pg_attribute l ON l.attrelid = t.relid AND l.attname = a.attname
               WHERE l.atthasmissing LIMIT 1) END
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attnum
      """;

  /** The missing value is an array of one element, which holds no character such as this. */
  private static final char NO_DELIMITER = '\0';

  private final Connection connection;
  private final PostgresTypes types = new PostgresTypes();

  public RelationCatalog(Connection connection) {
    this.connection = connection;
  }

  /**
   * The table the stream speaks of.
   *
   * @param before the columns it had when it was described before; empty when not known
   */
  public Relation read(RelationMessage message, List<KnownColumn> before) throws SQLException {
    return complete(message, find(Integer.toUnsignedLong(message.oid())), before);
  }

  /** The table as it is now, or nothing when there is none of the name. */
  public Optional<Relation> read(TableName table) throws SQLException {
    CatalogTable now = find(oid(table));
    return now == null ? Optional.empty() : Optional.of(complete(now.asMessage(), now, List.of()));
  }

  private Relation complete(RelationMessage message, CatalogTable now, List<KnownColumn> before)
      throws SQLException {
    Set<Integer> used = new HashSet<>();
    message.columns().forEach(column -> used.add(column.type()));
    if (now != null) {
      now.columns().forEach(column -> used.add(column.type()));
    }
    types.look(connection, used);
    return Relation.of(message, now, before, types);
  }

  private long oid(TableName table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT c.oid::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?")) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private CatalogTable find(long oid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
      statement.setLong(1, oid);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new CatalogTable(
                (int) oid,
                new TableName(row.getString(1), row.getString(2)),
                row.getString(3).charAt(0),
                names(row.getArray(5)),
                row.getLong(4),
                columns(oid),
                dropped(oid))
            : null;
      }
    }
  }

  private static List<String> names(Array names) throws SQLException {
    return names == null ? List.of() : Arrays.asList((String[]) names.getArray());
  }

  private List<CatalogTable.Item> columns(long oid) throws SQLException {
    List<CatalogTable.Item> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, oid);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String missing = rows.getString(7);
          columns.add(
              new CatalogTable.Item(
                  rows.getString(1),
                  rows.getInt(2),
                  (int) rows.getLong(3),
                  rows.getInt(4),
                  rows.getBoolean(5),
                  rows.getBoolean(6),
                  missing == null ? null : ArrayText.elements(missing, NO_DELIMITER).get(0)));
        }
      }
    }
    return columns;
  }

  private List<Integer> dropped(long oid) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT attnum FROM pg_catalog.pg_attribute WHERE attrelid = ? AND attisdropped")) {
      statement.setLong(1, oid);
      try (ResultSet rows = statement.executeQuery()) {
        List<Integer> dropped = new ArrayList<>();
        while (rows.next()) {
          dropped.add(rows.getInt(1));
        }
        return dropped;
      }
    }
  }
}
