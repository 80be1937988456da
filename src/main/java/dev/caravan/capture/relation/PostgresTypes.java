package dev.caravan.capture.relation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The types of the source database, looked up when first met. Not safe for several threads. */
final class PostgresTypes {

  // With the types that domains are based on and arrays are made of.
  private static final String TYPES =
      """
      WITH RECURSIVE used AS (
        SELECT unnest(?::oid[]) AS oid
        UNION
        SELECT CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END
        FROM used JOIN pg_catalog.pg_type t USING (oid)
        WHERE t.typtype = 'd' OR t.typelem <> 0)
      SELECT t.oid::bigint, n.nspname, t.typname, t.typtype, t.typbasetype::bigint, t.typtypmod,
             CASE WHEN e.typarray = t.oid THEN e.oid ELSE 0 END::bigint
      FROM used JOIN pg_catalog.pg_type t USING (oid)
      JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
      """;

  private final Map<Integer, Known> known = new HashMap<>();
  private Integer moneyFractions;

  private record Known(String schema, String name, int base, int baseModifier, int element) {}

  /** Looks up what is not known yet. A type that was dropped meanwhile stays unknown. */
  void look(Connection connection, Set<Integer> oids) throws SQLException {
    Set<Integer> unknown = new HashSet<>(oids);
    unknown.removeAll(known.keySet());
    if (unknown.isEmpty()) {
      return;
    }
    Array wanted =
        connection.createArrayOf(
            "int8", unknown.stream().map(Integer::toUnsignedLong).toArray(Object[]::new));
    try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
      statement.setArray(1, wanted);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          boolean domain = rows.getString(4).equals("d");
          known.put(
              (int) rows.getLong(1),
              new Known(
                  rows.getString(2),
                  rows.getString(3).toLowerCase(Locale.ROOT),
                  domain ? (int) rows.getLong(5) : 0,
                  rows.getInt(6),
                  (int) rows.getLong(7)));
        }
      }
    }
    if (moneyFractions == null) {
      moneyFractions = moneyFractions(connection);
    }
  }

  private static int moneyFractions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT '0'::money::text")) {
      row.next();
      return (int) row.getString(1).chars().filter(c -> c == '0').count() - 1;
    }
  }

  /**
   * @param modifier what the column's declaration adds to the type, -1 for nothing
   */
  ColumnType type(int oid, int modifier) {
    Known type = known.get(oid);
    if (type == null) {
      return ColumnType.created("dropped", "text");
    }
    if (type.base() != 0) {
      return type(type.base(), modifier < 0 ? type.baseModifier() : modifier);
    }
    if (type.element() != 0) {
      return type(type.element(), modifier).array();
    }
    return type.schema().equals("pg_catalog")
        ? ColumnType.own(type.name(), modifier, moneyFractions)
        : ColumnType.created(type.schema(), type.name());
  }
}
