package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.RouteDelivery.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmptyingIT {

  private static final Shape SHAPE =
      new Shape(
          DeliveredTable.SOURCE,
          List.of(new Column("id", 1, "int4", null, null, false, "int32", null, false)),
          List.of("id"));
  private static final Map<String, String> SMALL = Map.of("caravan.deliver.batch.max-rows", "300");
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
  void leavesWhatCameAfterwardsWhateverThePartition() throws Exception {
    // Given
    DeliverContext context = table.deliver();
    insert(0, 1000);
    table.awaitAnswer("SELECT count() FROM $", "1000");

    // When
    insert(1000, 2000);
    table.log.truncate();
    insert(500, 1500);

    // Then
    table.awaitAnswer("SELECT count(), min(id), max(id) FROM $", "1000\t500\t1499");
    DeliveredTable.soon()
        .until(
            () -> context.meters.get("caravan.deliver.rows").tag("op", "t").counter().count() == 3);
    assertThat(table.query("SELECT count() FROM $_final")).isEqualTo("1000");
  }

  @Test
  void takesManyOneAfterTheOtherAndOneAsTheFirstEvent() throws Exception {
    // Given
    table.log.truncate();
    table.log.truncate();
    for (int round = 0; round < 5; round++) {
      insert(0, 400 + round);
      table.log.truncate();
      table.log.truncate();
    }
    insert(7, 10);

    // When
    table.deliver("", SMALL);

    // Then
    table.awaitAnswer("SELECT groupArray(id) FROM (SELECT * FROM $ ORDER BY id)", "[7,8,9]");
  }

  @Test
  void insertsNothingAgainWhenTheDelivererDiesBeforeTheDelete() throws Exception {
    // Given
    DeliverContext first = table.deliver();
    DeliveredTable.soon().until(() -> table.query("EXISTS $_final").equals("1"));
    table.countInserts();
    insert(0, 3000);
    table.awaitAnswer("SELECT sum(n) FROM $_seen", "3000");
    table.sandbox.clickhouse().kill();
    List<Long> truncate = List.of(0L, 0L, 0L);

    // When
    table.log.truncate();
    insert(3000, 3100);
    DeliveredTable.soon().until(() -> first.state.snapshot().get(0).status() == Status.WAITING);
    first.close();
    table.sandbox.clickhouse().start();
    table.deliver();

    // Then
    table.awaitAnswer("SELECT count() FROM $", "100");
    assertThat(table.query("SELECT count() FROM $_final")).isEqualTo("100");
    assertThat(table.inserts()).isEqualTo(3100);
    assertThat(table.log.committed("caravan-" + table.name)).isNotEqualTo(truncate);
  }

  @Test
  void staysExactWhileClickHouseIsKilledAndDeliverersComeAndGo() throws Exception {
    // Given
    DeliverContext context = table.deliver("", SMALL);
    DeliveredTable.soon().until(() -> table.query("EXISTS $_final").equals("1"));
    table.countInserts();

    // When
    for (int round = 0; round < 4; round++) {
      insert(round * 3000, round * 3000 + 3000);
      table.log.truncate();
      // Another deliverer takes over amid the TRUNCATE, and then ClickHouse dies under it.
      DeliverContext next = table.deliver("", SMALL);
      context.close();
      context = next;
      long some = round * 3000 + 1000L;
      DeliveredTable.soon().until(() -> table.inserts() >= some);
      table.sandbox.clickhouse().kill();
      table.sandbox.clickhouse().start();
      table.awaitAnswer("SELECT sum(n) FROM $_seen", String.valueOf(round * 3000 + 3000));
    }
    insert(0, 50);

    // Then
    table.awaitAnswer("SELECT count(), max(id) FROM $", "50\t49");
    assertThat(table.query("SELECT count() FROM $_final")).isEqualTo("50");
    table.awaitAnswer("SELECT sum(n) FROM $_seen", "12050");
  }

  private void insert(int from, int to) {
    table.log.insert(from, to, id -> "{\"id\":%d}".formatted(id));
  }
}
