package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.table.Cluster;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.TableChange;
import dev.caravan.deliver.table.TableDdl;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.ViewDdl;
import dev.caravan.sandbox.NetworkLink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A deliverer that may use another server when one is gone. The servers are two ways to one, which
 * is what replicas are that are never behind.
 */
class ClusterIT {

  private static final Column ID =
      new Column("id", 1, "int4", null, null, false, "int32", null, false);
  private static final Column NOTE =
      new Column("note", 2, "text", null, null, true, "string", null, false);
  private static final Shape SHAPE = new Shape(DeliveredTable.SOURCE, List.of(ID), List.of("id"));
  private static final Shape WIDER =
      new Shape(DeliveredTable.SOURCE, List.of(ID, NOTE), List.of("id"));

  private DeliveredTable table;

  @BeforeEach
  void open() throws Exception {
    table = new DeliveredTable();
    table.log.announce(SHAPE);
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @Test
  void goesOnWithTheOtherServerAndBackAndLandsEachRowOnce() throws Exception {
    int server = table.sandbox.clickhouse().httpPort();
    NetworkLink first = NetworkLink.to(server);
    NetworkLink second = NetworkLink.to(server);
    int port = first.port();
    try (first;
        second) {
      // Given a deliverer in the midst of many small batches, each of which takes its time
      table.deliver(
          "",
          Map.of(
              "caravan.deliver.clickhouse.url",
              "http://127.0.0.1:%d,http://127.0.0.1:%d".formatted(port, second.port()),
              "caravan.deliver.batch.max-rows",
              "100",
              "caravan.deliver.retry.max-delay",
              "1s"));
      table.awaitAnswer("EXISTS $_final", "1");
      table.countInserts();
      first.slow(Duration.ofMillis(30));
      table.log.insert(0, 6_000, id -> "{\"id\":" + id + "}");
      awaitInserts(500);

      // When the server is gone in the midst of it
      first.close();
      long gone = System.nanoTime();
      awaitInserts(table.inserts() + 200);
      System.out.printf(
          "ClusterIT: rows go on %.1f s after a server is gone%n",
          (System.nanoTime() - gone) / 1e9);

      // And the table changes, is emptied, and gets a row that cannot land
      table.log.announce(WIDER);
      table.log.insert(6_000, 7_000, id -> "{\"id\":" + id + ",\"note\":\"a\"}");
      table.log.truncate();
      table.log.insert(7_000, 9_000, id -> "{\"id\":" + id + ",\"note\":\"b\"}");
      table.log.insert(9_000, 9_001, id -> "{\"id\":\"none\",\"note\":\"c\"}");
      second.slow(Duration.ofMillis(30));

      // And the first is there again when the other one goes
      try (NetworkLink again = NetworkLink.between(port, server)) {
        awaitInserts(6_500);
        second.close();
        table.log.insert(10_000, 12_000, id -> "{\"id\":" + id + ",\"note\":\"d\"}");

        // Then each row was inserted once, and those are there that came after the TRUNCATE
        table.awaitAnswer(
            "SELECT count(), countIf(note = 'b'), countIf(note = 'd') FROM $", "4000\t2000\t2000");
        assertThat(table.inserts()).isEqualTo(11_000);
        assertThat(new Letters(table.sandbox, table.log.topic).all()).hasSize(1);
        assertThat(again.connections()).isPositive();
      }
    }
  }

  @Test
  void clickHouseUnderstandsEveryStatementForACluster() {
    // Given
    Cluster cluster = new Cluster(Optional.of("my shop"), Optional.of("'/t/{uuid}', '{replica}'"));
    TargetName target = new TargetName("default", "orders_final");
    TargetName view = target.view().orElseThrow();
    TableOptions options = TableOptions.NONE.with(cluster.engine());

    // When
    List<String> statements =
        List.of(
            cluster.everywhere(
                TableDdl.createTable(target, WIDER, ColumnTypes.NATURAL, options), target),
            cluster.everywhere(ViewDdl.create(view, target, WIDER, options, false), view),
            cluster.everywhere(ViewDdl.create(view, target, WIDER, options, true), view),
            change(cluster, target, new TableChange.Claim("c", null)),
            change(cluster, target, new TableChange.RenameColumn("a", "b")),
            change(cluster, target, new TableChange.ModifyColumn("note", "String", true, NOTE)),
            change(cluster, target, new TableChange.ModifyColumn("note", "String", false, NOTE)),
            change(cluster, target, new TableChange.MakeNullable("a", "Nullable(Int8)")),
            change(cluster, target, new TableChange.AddComputed("a", "1 + 1", "Int8", true)),
            change(cluster, target, new TableChange.DropColumn("a")),
            cluster.everywhere(
                "ALTER TABLE " + target.quoted() + " MODIFY TTL (t) DELETE WHERE `_deleted` = 0",
                target),
            "SYSTEM SYNC REPLICA " + target.quoted() + " LIGHTWEIGHT");

    // Then
    for (String sql : statements) {
      String read =
          table.query("SELECT formatQuerySingleLineOrNull(" + TargetName.literal(sql) + ")");
      assertThat(read).as(sql).isNotEqualTo("\\N");
      if (!sql.startsWith("SYSTEM")) {
        assertThat(read).contains(" ON CLUSTER `my shop` ");
      }
    }
  }

  private static String change(Cluster cluster, TargetName target, TableChange change) {
    return cluster.everywhere(TableDdl.change(target, change), target);
  }

  private void awaitInserts(long rows) {
    DeliveredTable.soon().until(() -> table.inserts() >= rows);
  }
}
