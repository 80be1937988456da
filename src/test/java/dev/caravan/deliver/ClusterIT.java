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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static final String REPLICATED =
      "ReplicatedReplacingMergeTree('/tables/$_final', 'only')";

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

  @ParameterizedTest
  @ValueSource(strings = {"ReplacingMergeTree", REPLICATED})
  void goesOnWithTheOtherServerAndBackAndLandsEachRowOnce(String engine) throws Exception {
    int server = table.sandbox.clickhouse().httpPort();
    NetworkLink first = NetworkLink.to(server);
    NetworkLink second = NetworkLink.to(server);
    int port = first.port();
    try (first;
        second) {
      // Given a deliverer in the midst of many small batches, each of which takes its time
      deliver(engine, first, second);
      first.slow(Duration.ofMillis(30));
      table.log.insert(0, 3_000, id -> "{\"id\":" + id + "}");
      awaitInserts(300);

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
        awaitInserts(4_500);
        second.close();
        table.log.insert(10_000, 12_000, id -> "{\"id\":" + id + ",\"note\":\"d\"}");

        // Then each row was inserted once, and those are there that came after the TRUNCATE
        table.awaitAnswer(
            "SELECT count(), countIf(note = 'b'), countIf(note = 'd') FROM $", "4000\t2000\t2000");
        assertThat(table.inserts()).isEqualTo(8_000);
        assertThat(new Letters(table.sandbox, table.log.topic).all()).hasSize(1);
        assertThat(again.connections()).isPositive();
      }
    }
    assertThat(table.query("SELECT engine FROM system.tables WHERE name = '$_final'"))
        .isEqualTo(engine.replaceFirst("\\(.*", ""));
  }

  @Test
  void anInsertThatComesLateByTheOtherServerIsNoSecondOne() throws Exception {
    int server = table.sandbox.clickhouse().httpPort();
    try (NetworkLink first = NetworkLink.to(server);
        NetworkLink second = NetworkLink.to(server)) {
      // Given a replicated table
      deliver(REPLICATED, first, second);
      table.log.insert(0, 1_000, id -> "{\"id\":" + id + "}");
      awaitInserts(1_000);
      long dropped = droppedInserts();

      // When a server swallows an insert, which the other one is given, and takes it after all
      first.cut();
      table.log.insert(1_000, 3_000, id -> "{\"id\":" + id + "}");
      awaitInserts(3_000);
      first.mend();
      DeliveredTable.soon().until(() -> first.connections() == 0);
      table.log.insert(3_000, 4_000, id -> "{\"id\":" + id + "}");
      table.awaitAnswer("SELECT count() FROM $", "4000");

      // Then
      DeliveredTable.soon()
          .until(
              () ->
                  table
                      .query(
                          "SELECT count() FROM system.processes WHERE startsWith(query_id,"
                              + " 'caravan-$')")
                      .equals("0"));
      assertThat(table.inserts()).isEqualTo(4_000);
      System.out.printf("ClusterIT: %d late inserts dropped%n", droppedInserts() - dropped);
    }
  }

  private void deliver(String engine, NetworkLink first, NetworkLink second) throws Exception {
    table.deliver(
        Map.of("$_final", Map.of("engine", engine.replace("$", table.name))),
        Map.of(
            "caravan.deliver.clickhouse.url",
            "http://127.0.0.1:%d,http://127.0.0.1:%d".formatted(first.port(), second.port()),
            "caravan.deliver.clickhouse.timeout",
            "3s",
            "caravan.deliver.batch.max-rows",
            "100",
            "caravan.deliver.retry.max-delay",
            "1s"));
    table.awaitAnswer("EXISTS $_final", "1");
    table.countInserts();
  }

  private long droppedInserts() {
    return Long.parseLong(
        table.query(
            "SELECT sum(value) FROM system.events WHERE event = 'DuplicatedInsertedBlocks'"));
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
