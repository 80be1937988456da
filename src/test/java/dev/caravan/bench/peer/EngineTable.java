package dev.caravan.bench.peer;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table as somebody writes it down who sets up ClickHouse's Kafka engine for it by hand. It ends
 * in the columns Caravan's target has.
 *
 * @param table its first column is its key
 */
public record EngineTable(TableName table, List<EngineColumn> columns) {

  private static final String OWN =
      "_version UInt64, _deleted UInt8, _committed_at DateTime64(6, 'UTC'), _partition Int32,"
          + " _offset Int64";

  public EngineTable {
    columns = List.copyOf(columns);
  }

  public String finalTable() {
    return """
        CREATE TABLE %1$s_final (%2$s, %3$s)
        ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY %4$s
        """
        .formatted(table.table(), list(EngineColumn::declaration), OWN, columns.get(0).name());
  }

  public String view() {
    return "CREATE VIEW %1$s AS SELECT %2$s FROM %1$s_final FINAL WHERE _deleted = 0"
        .formatted(table.table(), list(EngineColumn::name));
  }

  /** An event as ClickHouse's formats see it. */
  String event() {
    String row = list(column -> column.name() + " " + column.json());
    return "before Tuple(%1$s), after Tuple(%1$s), source Tuple(lsn UInt64, ts_us Int64), op String"
        .formatted(row);
  }

  /**
   * @param from what has the fields of {@link #event()}, and {@code _partition} and {@code _offset}
   */
  String materializedView(String from) {
    EngineColumn key = columns.get(0);
    String rest =
        columns.subList(1, columns.size()).stream()
            .map(column -> column.value("after." + column.name()) + " AS " + column.name())
            .collect(Collectors.joining(", "));
    return """
        CREATE MATERIALIZED VIEW %1$s_mv TO %1$s_final AS
        SELECT if(op = 'd', before.%2$s, after.%2$s) AS %2$s, %3$s,
          source.lsn AS _version, op = 'd' AS _deleted,
          fromUnixTimestamp64Micro(source.ts_us, 'UTC') AS _committed_at, _partition, _offset
        FROM %4$s
        """
        .formatted(table.table(), key.name(), rest, from);
  }

  private String list(Function<EngineColumn, String> what) {
    return columns.stream().map(what).collect(Collectors.joining(", "));
  }
}
