package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.option.TargetOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableLayoutTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TargetName TARGET = new TargetName("default", "orders_final");
  private static final List<Column> COLUMNS =
      List.of(
          new Column("tenant", "text", null, null, false, "string"),
          new Column("id", "int8", null, null, false, "int64"),
          new Column("at", "timestamptz", null, null, true, "io.debezium.time.ZonedTimestamp"));
  private static final Shape KEYED = new Shape(ORDERS, COLUMNS, List.of("id", "tenant"));
  private static final Shape KEYLESS = new Shape(ORDERS, COLUMNS, List.of());
  private static final Shape GROWING = new Shape(ORDERS, COLUMNS, List.of(), true);

  @Test
  void keepsTheTableAsTheRouteSays() {
    // When
    String ddl =
        ddl(
            KEYED,
            Map.of(
                "engine", "ReplicatedReplacingMergeTree('/tables/{shard}/orders', '{replica}')",
                "orderBy", "(tenant, `id`)",
                "partitionBy", "toYYYYMM(at)",
                "ttl", "toDateTime(at) + INTERVAL 1 YEAR",
                "computed.region", "'eu'"));

    // Then
    assertThat(ddl)
        .isEqualTo(
            """
            CREATE TABLE IF NOT EXISTS `default`.`orders_final`
            (
                `tenant` String,
                `id` Int64,
                `at` Nullable(DateTime64(6, 'UTC')),
                `region` MATERIALIZED ('eu') COMMENT 'Caravan computes: \\'eu\\'',
                `_version` UInt64,
                `_deleted` UInt8,
                `_committed_at` DateTime64(6, 'UTC'),
                `_partition` UInt32,
                `_offset` UInt64,
                INDEX `by_offset` `_offset` TYPE minmax GRANULARITY 1
            )
            ENGINE = ReplicatedReplacingMergeTree('/tables/{shard}/orders', '{replica}', `_version`, `_deleted`)
            PARTITION BY (toYYYYMM(at))
            ORDER BY (tenant, `id`)
            TTL (toDateTime(at) + INTERVAL 1 YEAR) DELETE WHERE `_deleted` = 0
            SETTINGS replicated_deduplication_window = 1000, allow_nullable_key = 1
            COMMENT 'Caravan: every change of inventory.orders'""");
  }

  @Test
  void keepsEveryChangeInALog() {
    assertThat(ddl(KEYED, Map.of("rows", "changes")))
        .contains(
            "`_offset` UInt64,\n    `_op` LowCardinality(String),",
            "ENGINE = MergeTree\nORDER BY (`id`, `tenant`, `_version`)\n");
    assertThat(ddl(KEYLESS, Map.of("rows", "changes"))).contains("ORDER BY (`_version`)\n");
    assertThat(
            ddl(
                KEYED,
                Map.of(
                    "rows",
                    "changes",
                    "orderBy",
                    "toDate(_committed_at), id",
                    "engine",
                    "SharedMergeTree",
                    "ttl",
                    "_committed_at")))
        .contains(
            "ENGINE = SharedMergeTree\n",
            "ORDER BY (toDate(_committed_at), id)\n",
            "TTL (_committed_at)\n");
  }

  @Test
  void keepsTheLastVersionBesideTheDelete() {
    assertThat(ddl(KEYED, Map.of("deletes", "keep")))
        .contains("ENGINE = ReplacingMergeTree(`_version`)\nORDER BY (`id`, `tenant`, `_deleted`)");
    assertThat(ddl(KEYED, Map.of("deletes", "keep", "orderBy", "tenant, id")))
        .contains("ORDER BY (tenant, id, `_deleted`)");
  }

  @Test
  void showsDeletedRowsWithTheirLastValues() {
    // When
    String view =
        ViewDdl.create(
            TARGET.view().orElseThrow(), TARGET, KEYED, options(Map.of("deletes", "keep")), false);

    // Then
    assertThat(view)
        .startsWith(
            "CREATE VIEW IF NOT EXISTS `default`.`orders` AS SELECT `tenant`, `id`,"
                + " tupleElement(`_partition`, 1) AS `at`, isNotNull(`_offset`) AS `_deleted`,"
                + " `_offset` AS `_deleted_at` FROM (SELECT `id`, `tenant`,");
  }

  @Test
  void refusesAnOrderThatIsNotTheKeys() {
    for (String order : List.of("id", "id, tenant, at", "id, at", "id, id", "id, lower(tenant)")) {
      assertThatThrownBy(() -> ddl(KEYED, Map.of("orderBy", order)))
          .isInstanceOf(ShapeRefusedException.class)
          .hasMessage(
              "route orders sets orderBy to %s, but rows of inventory.orders are told apart by [id, tenant]; expected exactly these, in any order"
                  .formatted(order));
    }
    assertThat(ddl(GROWING, Map.of("orderBy", "at, lower(tenant)")))
        .contains("ORDER BY (at, lower(tenant))", "allow_nullable_key = 1");
  }

  @Test
  void refusesAnEngineThatKeepsTooMuchOrTooLittle() {
    assertThatThrownBy(() -> ddl(KEYED, Map.of("engine", "MergeTree")))
        .hasMessageContaining("route orders sets engine to MergeTree")
        .hasMessageContaining("expected ReplacingMergeTree, or rows=changes");
    assertThatThrownBy(() -> ddl(KEYLESS, Map.of("engine", "ReplacingMergeTree")))
        .hasMessageContaining("inventory.orders has no primary key")
        .hasMessageContaining("expected MergeTree");
  }

  @Test
  void refusesPartitionsWhereAnUpdateIsTwoRows() {
    assertThatThrownBy(() -> ddl(KEYLESS, Map.of("partitionBy", "at")))
        .hasMessageContaining("one could land without the other");
    assertThat(ddl(GROWING, Map.of("partitionBy", "at"))).contains("PARTITION BY (at)");
    assertThat(ddl(KEYLESS, Map.of("partitionBy", "at", "rows", "changes")))
        .contains("PARTITION BY (at)");
  }

  @Test
  void refusesToKeepDeletedRowsWithoutAKey() {
    assertThatThrownBy(() -> ddl(KEYLESS, Map.of("deletes", "keep")))
        .hasMessageContaining(
            "route orders sets deletes to keep, but inventory.orders has no primary");
  }

  @Test
  void refusesToComputeWhatTheSourceHas() {
    assertThatThrownBy(() -> ddl(KEYED, Map.of("computed.tenant", "1")))
        .hasMessageContaining("route orders sets computed.tenant")
        .hasMessageContaining("rename.tenant");
    assertThatThrownBy(() -> ddl(KEYED, Map.of("computed._version", "1")))
        .hasMessageContaining("a name Caravan's own columns have");
  }

  @Test
  void makesReplicatedTablesOfAllWhereThatIsWanted() {
    assertThat(replicated(KEYED, Map.of()))
        .contains("ENGINE = ReplicatedReplacingMergeTree(`_version`, `_deleted`)\n")
        .contains("SETTINGS replicated_deduplication_window = 1000");
    assertThat(replicated(KEYLESS, Map.of())).contains("ENGINE = ReplicatedMergeTree\n");
    assertThat(replicated(KEYED, Map.of("engine", "SharedReplacingMergeTree")))
        .contains("ENGINE = SharedReplacingMergeTree(`_version`, `_deleted`)\n");
    assertThatThrownBy(() -> replicated(KEYED, Map.of("engine", "ReplacingMergeTree")))
        .hasMessage(
            "route orders sets engine to ReplacingMergeTree, but caravan.deliver.clickhouse.replicated is true; expected ReplicatedReplacingMergeTree, or nothing");
  }

  private static String replicated(Shape shape, Map<String, String> options) {
    return TableDdl.createTable(
        TARGET, shape, new ColumnTypes("orders", Map.of()), options(options).with(Optional.of("")));
  }

  private static String ddl(Shape shape, Map<String, String> options) {
    return TableDdl.createTable(
        TARGET, shape, new ColumnTypes("orders", Map.of()), options(options));
  }

  private static TableOptions options(Map<String, String> options) {
    return TargetOptions.parse("clickhouse:orders_final", new HashMap<>(options), Optional.empty())
        .table();
  }
}
