package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.RouteDelivery.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableEvolutionIT {

  private static final Column ID = column("id", 1, "int4", false);
  private static final Shape FIRST = shape(ID, column("a", 2, "int4", false));
  private static final String COLUMNS =
      "SELECT arrayStringConcat(groupArray(concat(name, ' ', type)), ', ') FROM (SELECT * FROM"
          + " system.columns WHERE table = '$' ORDER BY position)";
  private DeliveredTable table;

  @BeforeEach
  void deliver() throws Exception {
    table = new DeliveredTable();
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @Test
  void renamesAColumnAndMapsOldEventsOntoIt() throws Exception {
    // Given
    start("");
    Shape renamed = shape(ID, column("b", 2, "int4", false));

    // When
    table.log.announce(renamed);
    table.log.insert(2, 3, id -> "{\"id\":%d,\"b\":20}".formatted(id));
    table.awaitAnswer("SELECT count() FROM $", "2");
    table.log.with(FIRST);
    table.log.insert(3, 4, id -> "{\"id\":%d,\"a\":30}".formatted(id));

    // Then
    table.awaitAnswer(
        "SELECT groupArray((id, b)) FROM (SELECT * FROM $ ORDER BY id)", "[(1,10),(2,20),(3,30)]");
    assertThat(table.query(COLUMNS)).isEqualTo("id Int32, b Int32");
  }

  @Test
  void addsColumnsWhoseDefaultsShowInRowsThatWereThere() throws Exception {
    // Given
    start("");
    Shape more =
        shape(
            ID,
            FIRST.columns().get(1),
            column("t", 3, "text", true, new TextNode("it's\ta \\ text")),
            column("n", 4, "int4", false, IntNode.valueOf(-7)),
            column("none", 5, "text", true));

    // When
    table.log.announce(more);
    table.log.insert(
        2, 3, id -> "{\"id\":%d,\"a\":20,\"t\":null,\"n\":1,\"none\":\"x\"}".formatted(id));

    // Then
    table.awaitAnswer("SELECT count() FROM $", "2");
    assertThat(table.query("SELECT t = 'it\\'s\\ta \\\\ text', n, none FROM $ WHERE id = 1"))
        .isEqualTo("1\t-7\t\\N");
    assertThat(table.query("SELECT t, n, none FROM $ WHERE id = 2")).isEqualTo("\\N\t1\tx");
  }

  @Test
  void keepsADroppedColumnOutOfTheViewAndGivesItsNameToAnother() throws Exception {
    // Given
    start("");

    // When
    table.log.announce(shape(ID));
    table.log.insert(2, 3, id -> "{\"id\":%d}".formatted(id));
    table.awaitAnswer(COLUMNS, "id Int32");
    table.log.announce(shape(ID, column("a", 3, "text", true)));
    table.log.insert(3, 4, id -> "{\"id\":%d,\"a\":\"new\"}".formatted(id));

    // Then
    table.awaitAnswer(
        "SELECT groupArray((id, a)) FROM (SELECT * FROM $ ORDER BY id)",
        "[(1,NULL),(2,NULL),(3,'new')]");
    assertThat(
            table.query(
                "SELECT groupArray((id, a_dropped_2)) FROM (SELECT * FROM $_final ORDER BY id)"))
        .isEqualTo("[(1,10),(2,NULL),(3,NULL)]");
  }

  @Test
  void dropsADroppedColumnWhereTheRouteSaysSo() throws Exception {
    // Given
    start("?droppedColumns=drop");

    // When
    table.log.announce(shape(ID));
    table.log.insert(2, 3, id -> "{\"id\":%d}".formatted(id));
    table.awaitAnswer("SELECT count() FROM $", "2");
    table.log.with(FIRST);
    table.log.insert(3, 4, id -> "{\"id\":%d,\"a\":30}".formatted(id));

    // Then
    table.awaitAnswer("SELECT count() FROM $", "3");
    assertThat(
            table.query(
                "SELECT countIf(name = 'a') FROM system.columns WHERE table IN ('$', '$_final')"))
        .isEqualTo("0");
  }

  @Test
  void widensATypeAndMakesRoomForNull() throws Exception {
    // Given
    start("");

    // When
    table.log.announce(shape(ID, column("a", 2, "int8", true)));
    table.log.insert(2, 3, id -> "{\"id\":%d,\"a\":9000000000}".formatted(id));
    table.log.insert(3, 4, id -> "{\"id\":%d,\"a\":null}".formatted(id));

    // Then
    table.awaitAnswer(
        "SELECT groupArray((id, a)) FROM (SELECT * FROM $ ORDER BY id)",
        "[(1,10),(2,9000000000),(3,NULL)]");
    assertThat(table.query(COLUMNS)).isEqualTo("id Int32, a Nullable(Int64)");
    assertThat(
            table.query(
                "SELECT comment FROM system.columns WHERE table = '$_final' AND name = 'a'"))
        .isEqualTo("PostgreSQL column 2: int8");
  }

  @Test
  void stopsAtAChangeThatRewritesValuesAndGoesOnAfterTheRemedy() throws Exception {
    // Given
    DeliverContext context = start("");
    try (DeliveredTable other = new DeliveredTable()) {
      other.log.announce(FIRST);
      other.deliver();

      // When
      table.log.insert(2, 3, id -> "{\"id\":%d,\"a\":20}".formatted(id));
      table.log.announce(shape(ID, column("a", 2, "text", false)));
      table.log.insert(3, 4, id -> "{\"id\":%d,\"a\":\"thirty\"}".formatted(id));

      // Then
      DeliveredTable.soon().until(() -> context.state.snapshot().get(0).status() == Status.STOPPED);
      table.awaitAnswer("SELECT count() FROM $", "2");
      assertThat(context.meters.get("caravan.deliver.stopped").gauge().value()).isEqualTo(1);
      String message = context.state.snapshot().get(0).lastError();
      assertThat(message)
          .contains("column a of inventory.orders was int4 and is text now")
          .contains("UPDATE \"inventory\".\"orders\" SET \"a\" = \"a\"");
      other.log.insert(1, 2, id -> "{\"id\":%d,\"a\":10}".formatted(id));
      other.awaitAnswer("SELECT count() FROM $", "1");
    }

    // When
    String message = context.state.snapshot().get(0).lastError();
    table.query(message.substring(message.indexOf("ALTER TABLE"), message.indexOf("; then")));

    // Then
    table.awaitAnswer(
        "SELECT groupArray((id, a)) FROM (SELECT * FROM $ ORDER BY id)",
        "[(1,'10'),(2,'20'),(3,'thirty')]");
    DeliveredTable.soon()
        .untilAsserted(
            () ->
                assertThat(context.state.snapshot().get(0))
                    .extracting(RouteDelivery::status)
                    .as(() -> context.state.snapshot().toString())
                    .isEqualTo(Status.RUNNING));
    assertThat(context.meters.get("caravan.deliver.stopped").gauge().value()).isZero();
    assertThat(table.query(COLUMNS)).isEqualTo("id Int32, a String");
  }

  @Test
  void stopsAtAnotherKeyAndMakesANewTableAfterTheRemedy() throws Exception {
    // Given
    DeliverContext context = start("");

    // When
    table.log.insert(5, 8, id -> "{\"id\":%d,\"a\":20}".formatted(id));
    Shape rekeyed = new Shape(FIRST.table(), FIRST.columns(), List.of("a", "id"));
    table.log.announce(rekeyed);
    table.log.insert(2, 3, id -> "{\"id\":%d,\"a\":20}".formatted(id));
    DeliveredTable.soon().until(() -> context.state.snapshot().get(0).status() == Status.STOPPED);
    String message = context.state.snapshot().get(0).lastError();
    String remedy = message.substring(message.indexOf("DROP VIEW"), message.indexOf(", and Car"));
    for (String statement : remedy.split("; ")) {
      table.query(statement);
    }

    // Then
    table.awaitAnswer("SELECT groupArray(id) FROM $", "[2]");
    assertThat(table.query("SELECT sorting_key FROM system.tables WHERE name = '$_final'"))
        .isEqualTo("a, id");
    assertThat(table.query("SELECT count() FROM $_final_old")).isEqualTo("4");

    // When
    table.log.with(FIRST);
    table.log.insert(20, 30, id -> "{\"id\":%d,\"a\":20}".formatted(id));
    table.log.with(rekeyed);
    table.log.insert(30, 40, id -> "{\"id\":%d,\"a\":20}".formatted(id));

    // Then
    table.awaitAnswer("SELECT count(), countIf(id BETWEEN 20 AND 29) FROM $", "11\t0");
  }

  @Test
  void stopsAtATableCreatedAnewAndPassesOverTheOldOnesEventsAfterTheRemedy() throws Exception {
    // Given
    Shape old = relation(16384, ID, column("a", 2, "int4", false));
    Shape anew = relation(16390, ID, column("b", 2, "int4", false));
    table.log.announce(old);
    DeliverContext context = table.deliver();
    table.log.insert(1, 2, id -> "{\"id\":%d,\"a\":10}".formatted(id));
    table.awaitAnswer("SELECT count() FROM $", "1");

    // When
    table.log.announce(anew);
    table.log.insert(2, 12, id -> "{\"id\":%d,\"b\":20}".formatted(id));
    DeliveredTable.soon().until(() -> context.state.snapshot().get(0).status() == Status.STOPPED);
    String message = context.state.snapshot().get(0).lastError();
    assertThat(message).contains("inventory.orders was dropped and created anew in PostgreSQL");
    String remedy = message.substring(message.indexOf("DROP VIEW"), message.indexOf(" (or DROP"));
    for (String statement : remedy.split("; ")) {
      table.query(statement);
    }

    // Then
    table.awaitAnswer("SELECT count(), min(id), sum(b) FROM $", "10\t2\t200");
    assertThat(table.query("SELECT id, a FROM $_final_old")).isEqualTo("1\t10");
    assertThat(table.query("SELECT comment FROM system.tables WHERE name = '$_final'"))
        .isEqualTo("Caravan: every change of inventory.orders (relation 16390)");

    // When
    table.log.with(old);
    table.log.insert(12, 22, id -> "{\"id\":%d,\"a\":10}".formatted(id));
    table.log.with(anew);
    table.log.insert(22, 32, id -> "{\"id\":%d,\"b\":20}".formatted(id));

    // Then
    table.awaitAnswer("SELECT count(), countIf(id < 12), max(id) FROM $", "20\t10\t31");
  }

  @Test
  void takesAnEmptyTableForTheOneCreatedAnew() throws Exception {
    // Given
    table.log.announce(relation(16384, ID, column("a", 2, "int4", false)));
    table.deliver();
    table.awaitAnswer("SELECT count() FROM $", "0");

    // When
    table.log.announce(relation(16390, ID, column("b", 2, "int4", false)));
    table.log.insert(1, 3, id -> "{\"id\":%d,\"b\":20}".formatted(id));

    // Then
    table.awaitAnswer("SELECT count(), sum(b) FROM $", "2\t40");
    assertThat(table.query("SELECT comment FROM system.tables WHERE name = '$_final'"))
        .endsWith("(relation 16390)");
  }

  @Test
  void followsWithTwoDeliverersAtOnce() throws Exception {
    // Given
    DeliverContext first = start("");
    DeliverContext second = table.deliver();

    // When
    for (int round = 1; round <= 10; round++) {
      String name = "a" + round;
      table.log.announce(
          shape(ID, column(name, 2, "int4", false), column("x" + round, 2 + round, "int4", false)));
      int number = round;
      table.log.insert(
          round * 100,
          round * 100 + 100,
          id -> "{\"id\":%d,\"%s\":%d,\"x%d\":1}".formatted(id, name, id, number));
    }

    // Then
    DeliveredTable.soon()
        .untilAsserted(
            () ->
                assertThat(table.query("SELECT max(id) FROM $"))
                    .as(() -> first.state.snapshot() + "\n" + second.state.snapshot())
                    .isEqualTo("1099"));
    table.awaitAnswer("SELECT count(), countIf(a10 = id OR id = 1) FROM $", "1001\t1001");
    table.awaitAnswer(COLUMNS, "id Int32, a10 Int32, x10 Int32");
  }

  private DeliverContext start(String options) throws Exception {
    table.log.announce(FIRST);
    DeliverContext context = table.deliver(options, Map.of());
    table.log.insert(1, 2, id -> "{\"id\":%d,\"a\":10}".formatted(id));
    table.awaitAnswer("SELECT count() FROM $", "1");
    return context;
  }

  private static Shape relation(long relation, Column... columns) {
    return new Shape(DeliveredTable.SOURCE, List.of(columns), List.of("id"), false, relation);
  }

  private static Shape shape(Column... columns) {
    return new Shape(DeliveredTable.SOURCE, List.of(columns), List.of("id"));
  }

  private static Column column(String name, int number, String type, boolean nullable) {
    return column(name, number, type, nullable, null);
  }

  private static Column column(
      String name, int number, String type, boolean nullable, JsonNode missing) {
    String encoding =
        switch (type) {
          case "int4" -> "int32";
          case "int8" -> "int64";
          default -> "string";
        };
    return new Column(name, number, type, null, null, nullable, encoding, missing, false);
  }
}
