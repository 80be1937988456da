package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.option.TableOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableDdlTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final TargetName TARGET = new TargetName("default", "orders_final");
  private static final List<Column> COLUMNS =
      List.of(
          new Column("tenant", "text", null, null, false, "string"),
          new Column("id", "int8", null, null, false, "int64"),
          new Column("total", "numeric", 10, 2, true, "string"));

  @Test
  void ordersTheTableByThePrimaryKeyInKeyOrder() {
    // When
    String ddl = TableDdl.createTable(TARGET, new Shape(ORDERS, COLUMNS, List.of("id", "tenant")));

    // Then
    assertThat(ddl)
        .isEqualTo(
            """
            CREATE TABLE IF NOT EXISTS `default`.`orders_final`
            (
                `tenant` String,
                `id` Int64,
                `total` Nullable(Decimal(10, 2)),
                `_version` UInt64,
                `_deleted` UInt8,
                `_committed_at` DateTime64(6, 'UTC'),
                `_partition` UInt32,
                `_offset` UInt64,
                INDEX `by_offset` `_offset` TYPE minmax GRANULARITY 1
            )
            ENGINE = ReplacingMergeTree(`_version`, `_deleted`)
            ORDER BY (`id`, `tenant`)
            SETTINGS non_replicated_deduplication_window = 1000
            COMMENT 'Caravan: every change of inventory.orders'""");
  }

  @Test
  void keepsEveryChangeOfATableWithoutAKey() {
    // When
    String ddl = TableDdl.createTable(TARGET, new Shape(ORDERS, COLUMNS, List.of()));

    // Then
    assertThat(ddl).contains("ENGINE = MergeTree\nORDER BY tuple()");
  }

  @Test
  void writesInTheCommentWhoseRowsTheTableHolds() {
    // When
    String ddl = TableDdl.createTable(TARGET, new Shape(ORDERS, COLUMNS, List.of(), false, 16384));

    // Then
    assertThat(ddl)
        .endsWith("COMMENT 'Caravan: every change of inventory.orders (relation 16384)'");
    assertThat(TableComment.parse("Caravan: every change of inventory.a (relation b) (relation 5)"))
        .contains(new TableComment("inventory.a (relation b)", 5));
    assertThat(TableComment.parse("Caravan: every change of inventory.orders"))
        .contains(new TableComment("inventory.orders", 0));
    assertThat(TableComment.parse("orders, every change of which Bob wants")).isEmpty();
  }

  @Test
  void showsTheSourcesColumnsOfCurrentRowsInTheView() {
    // Given
    Shape shape = new Shape(ORDERS, COLUMNS, List.of("id"));

    // When
    String ddl =
        ViewDdl.create(TARGET.view().orElseThrow(), TARGET, shape, TableOptions.NONE, false);

    // Then
    assertThat(ddl)
        .isEqualTo(
            "CREATE VIEW IF NOT EXISTS `default`.`orders` AS SELECT `tenant`, `id`, `total` FROM"
                + " `default`.`orders_final` FINAL WHERE `_deleted` = 0 COMMENT 'Caravan: the rows"
                + " of inventory.orders, shape "
                + shape.id()
                + "'");
  }

  @Test
  void showsARowWithoutAKeyAsOftenAsItCameMinusAsOftenAsItWent() {
    // Given
    Shape changing = new Shape(ORDERS, COLUMNS, List.of());
    Shape growing = new Shape(ORDERS, COLUMNS, List.of(), true);
    TargetName view = TARGET.view().orElseThrow();

    // When
    // Then
    assertThat(ViewDdl.create(view, TARGET, changing, TableOptions.NONE, true))
        .startsWith(
            "CREATE OR REPLACE VIEW `default`.`orders` AS SELECT `tenant`, `id`, `total` FROM"
                + " (SELECT `tenant`, `id`, `total`, sum(if(`_deleted` = 1, -1, 1)) AS `_version`"
                + " FROM `default`.`orders_final` GROUP BY `tenant`, `id`, `total`) ARRAY JOIN"
                + " range(toUInt64(greatest(`_version`, 0))) AS `_offset` COMMENT 'Caravan: the"
                + " rows of inventory.orders, shape ");
    assertThat(ViewDdl.create(view, TARGET, growing, TableOptions.NONE, false))
        .contains("FROM `default`.`orders_final` WHERE `_deleted` = 0 COMMENT");
  }

  @Test
  void refusesAColumnNamedLikeOneOfItsOwn() {
    // Given
    List<Column> columns = List.of(new Column("_version", "int4", null, null, true, "int32"));

    // When
    // Then
    assertThatThrownBy(() -> TableDdl.createTable(TARGET, new Shape(ORDERS, columns, List.of())))
        .isInstanceOf(ShapeRefusedException.class)
        .hasMessageContaining("inventory.orders has a column _version");
  }

  @Test
  void readsAndQuotesNames() {
    // When
    // Then
    assertThat(TargetName.parse("orders_final", "default")).isEqualTo(TARGET);
    assertThat(TargetName.parse("shop.orders", "default").quoted()).isEqualTo("`shop`.`orders`");
    assertThat(TargetName.parse("orders", "default").view()).isEmpty();
    assertThat(TargetName.quote("a`b\\c")).isEqualTo("`a\\`b\\\\c`");
    assertThatThrownBy(() -> TargetName.parse("shop.", "default"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
