package dev.caravan.bench.peer;

import dev.caravan.bench.lane.MixedTables;
import dev.caravan.change.TableName;
import java.util.List;
import java.util.Map;

/** The targets of {@link MixedTables}, with the columns they have by Caravan. */
public final class MixedTargets {

  private static final List<EngineColumn> WIDE =
      List.of(
          EngineColumn.plain("id", "Int64"),
          EngineColumn.plain("name", "String"),
          EngineColumn.plain("email", "String"),
          EngineColumn.plain("street", "String"),
          EngineColumn.plain("city", "String"),
          EngineColumn.plain("country", "String"),
          EngineColumn.plain("note", "Nullable(String)"),
          EngineColumn.plain("referrer", "Int64"),
          EngineColumn.plain("parent", "Int64"),
          EngineColumn.plain("visits", "Int32"),
          EngineColumn.plain("orders", "Int32"),
          EngineColumn.plain("returns", "Int32"),
          EngineColumn.plain("score", "Int32"),
          EngineColumn.decimal("credit"),
          EngineColumn.decimal("spent"),
          EngineColumn.decimal("refunded"),
          EngineColumn.plain("active", "Bool"),
          EngineColumn.instant("registered_at"),
          EngineColumn.instant("seen_at"),
          EngineColumn.instant("changed_at"));

  private static final Map<String, List<EngineColumn>> COLUMNS =
      Map.of(
          "payments",
          List.of(
              EngineColumn.plain("id", "Int64"),
              EngineColumn.decimal("amount"),
              EngineColumn.instant("changed_at")),
          "customers",
          WIDE,
          "visits",
          List.of(
              EngineColumn.plain("id", "Int64"),
              EngineColumn.plain("customer_id", "Int64"),
              EngineColumn.plain("page", "String")),
          "partners",
          WIDE);

  public static final List<EngineTable> TABLES =
      MixedTables.names().stream().map(MixedTargets::of).toList();

  private MixedTargets() {}

  private static EngineTable of(TableName table) {
    return new EngineTable(table, COLUMNS.get(table.table()));
  }
}
