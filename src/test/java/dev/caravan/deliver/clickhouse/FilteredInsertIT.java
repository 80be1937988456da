package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.projection.SourceField;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.RowWriter;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An insert that ClickHouse filters is as whole, and as surely dropped when repeated, as any. */
@ExtendWith(SharedSandbox.class)
class FilteredInsertIT {

  /** More than ClickHouse puts into a block by itself. */
  private static final int ROWS = 150_000;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", "int4", null, null, false, "int32"),
          new Column("at", "timestamptz", null, null, true, "io.debezium.time.ZonedTimestamp"),
          new Column("tags", "text[]", null, null, false, "string"),
          new Column("mood", "text", null, null, true, "string"));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isOneBlockAndDroppedWhenRepeated(boolean keyed, Sandbox sandbox) {
    // Given
    String name = "filtered_" + UUID.randomUUID().toString().substring(0, 8);
    TargetName target = new TargetName(sandbox.clickhouse().database(), name);
    Shape shape =
        new Shape(
            new TableName("inventory", "orders"), COLUMNS, keyed ? List.of("id") : List.of(), true);
    TableOptions options =
        TargetOptions.parse(
                "clickhouse:x", new HashMap<>(Map.of("where", "mood = 'good'")), Optional.empty())
            .table();
    ColumnTypes types = new ColumnTypes("x", Map.of("mood", "LowCardinality(String)"));
    try (ClickHouseServer server = new ClickHouseServer(SandboxConfig.of(sandbox))) {
      server.execute(TableDdl.createTable(target, shape, types, options));
      server.execute(
          "CREATE MATERIALIZED VIEW %s_seen ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 1000 AS SELECT count() AS n FROM %s"
              .formatted(name, name));
      TargetTable table =
          new TableInspection(server, target).table().orElseThrow().with(types).with(options);
      InsertPlan plan =
          InsertPlan.of(
              table,
              shape,
              List.of(shape),
              number -> true,
              (any, column, encoder) -> new SourceField(column.name(), encoder));
      RowBuffer rows = new RowBuffer(1 << 20);
      RowWriter writer = plan.writers().get(shape);
      for (int id = 0; id < ROWS; id++) {
        writer.write(null, event(id), 0, id, rows);
      }

      // When
      server.insert(target, plan, rows, UUID.randomUUID().toString(), "token", () -> {});
      server.insert(target, plan, rows, UUID.randomUUID().toString(), "token", () -> {});

      // Then
      int landed = keyed ? ROWS : ROWS / 2;
      assertThat(
              server.rows("SELECT count(), countIf(_deleted = 0) FROM " + target.quoted()).get(0))
          .containsExactly(String.valueOf(landed), String.valueOf(ROWS / 2));
      assertThat(server.rows("SELECT groupArray(n) FROM " + name + "_seen").get(0))
          .containsExactly("[" + landed + "]");
      assertThat(
              server
                  .rows("SELECT count() FROM system.parts WHERE active AND table = '" + name + "'")
                  .get(0))
          .containsExactly("1");
    }
  }

  private static byte[] event(int id) {
    return "{\"before\":null,\"after\":{\"id\":%d,\"at\":\"2026-11-23T09:30:00Z\",\"tags\":\"{a,b}\",\"mood\":%s},\"source\":{\"ts_ms\":1795443642356,\"lsn\":%d},\"op\":\"c\"}"
        .formatted(id, id % 2 == 0 ? "\"good\"" : id % 3 == 0 ? "null" : "\"bad\"", id + 1)
        .getBytes(StandardCharsets.UTF_8);
  }
}
