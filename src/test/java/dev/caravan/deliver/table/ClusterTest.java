package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.table.TableChange.DropColumn;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterTest {

  private static final Cluster SHOP = new Cluster(Optional.of("shop"), Optional.of(""));
  private static final TargetName TARGET = new TargetName("default", "orders_final");
  private static final TargetName VIEW = new TargetName("default", "orders");
  private static final Shape SHAPE =
      new Shape(
          new TableName("inventory", "orders"),
          List.of(new Column("id", "int8", null, null, false, "int64")),
          List.of("id"));

  @Test
  void makesATableOnEveryServer() {
    assertThat(SHOP.everywhere(table(SHOP), TARGET))
        .startsWith("CREATE TABLE IF NOT EXISTS `default`.`orders_final` ON CLUSTER `shop`\n(\n")
        .contains("ENGINE = ReplicatedReplacingMergeTree(`_version`, `_deleted`)\n")
        .contains("SETTINGS replicated_deduplication_window = 1000");
  }

  @Test
  void namesPathAndReplica() {
    // Given
    Cluster cluster =
        configured(
            "caravan.deliver.clickhouse.cluster", "shop",
            "caravan.deliver.clickhouse.replicated", "true",
            "caravan.deliver.clickhouse.replica-path", "/tables/{shard}/{table}");

    // Then
    assertThat(table(cluster))
        .contains(
            "ENGINE = ReplicatedReplacingMergeTree('/tables/{shard}/{table}', '{replica}', `_version`, `_deleted`)\n");
    assertThat(configured()).isEqualTo(Cluster.NONE);
    assertThat(
            configured(
                "caravan.deliver.clickhouse.replicated", "true",
                "caravan.deliver.clickhouse.replica-path", "/t/{uuid}",
                "caravan.deliver.clickhouse.replica-name", "{host}"))
        .isEqualTo(new Cluster(Optional.empty(), Optional.of("'/t/{uuid}', '{host}'")));
  }

  @Test
  void changesATableAndItsViewOnEveryServer() {
    assertThat(SHOP.everywhere(TableDdl.change(TARGET, new DropColumn("a")), TARGET))
        .isEqualTo(
            "ALTER TABLE `default`.`orders_final` ON CLUSTER `shop` DROP COLUMN IF EXISTS `a`");
    assertThat(SHOP.everywhere(ViewDdl.create(VIEW, TARGET, SHAPE, TableOptions.NONE, true), VIEW))
        .startsWith(
            "CREATE OR REPLACE VIEW `default`.`orders` ON CLUSTER `shop` AS SELECT `id` FROM `default`.`orders_final` FINAL");
  }

  @Test
  void leavesStatementsForOneServerAsTheyAre() {
    assertThat(Cluster.NONE.everywhere(table(Cluster.NONE), TARGET))
        .isEqualTo(TableDdl.createTable(TARGET, SHAPE));
    assertThatCode(() -> Cluster.NONE.checkHere("ALTER TABLE t DROP COLUMN a"))
        .doesNotThrowAnyException();
  }

  @Test
  void forgetsNoStatementThatDefinesSomething() {
    for (String sql :
        List.of(
            "CREATE TABLE t (a Int8) ENGINE = Null",
            "ALTER TABLE t\nDROP COLUMN a",
            "DROP VIEW IF EXISTS v",
            "TRUNCATE TABLE t",
            "EXCHANGE TABLES a AND b")) {
      assertThatThrownBy(() -> SHOP.checkHere(sql)).hasMessageContaining(sql);
    }
    for (String sql :
        List.of(
            "SELECT 1",
            "DELETE FROM t WHERE a = 1",
            "DESCRIBE (SELECT 1)",
            SHOP.everywhere(table(SHOP), TARGET))) {
      assertThatCode(() -> SHOP.checkHere(sql)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> SHOP.everywhere("DROP TABLE t", TARGET))
        .hasMessageContaining("does not define default.orders_final");
  }

  private static String table(Cluster cluster) {
    return TableDdl.createTable(
        TARGET, SHAPE, ColumnTypes.NATURAL, TableOptions.NONE.with(cluster.engine()));
  }

  private static Cluster configured(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Cluster.of(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(DeliverConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(DeliverConfig.class)
            .clickhouse());
  }
}
