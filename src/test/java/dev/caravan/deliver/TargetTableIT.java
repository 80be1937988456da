package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a route says of its table in ClickHouse. */
class TargetTableIT {

  private static final Shape SHAPE =
      new Shape(
          DeliveredTable.SOURCE,
          List.of(
              new Column("id", 1, "int4", null, null, false, "int32", null, false),
              new Column("n", 2, "int4", null, null, true, "int32", null, false),
              new Column("s", 3, "text", null, null, false, "string", null, false)),
          List.of("id"),
          false,
          4711);
  private static final String ALL =
      "SELECT groupArray((id, n, s)) FROM (SELECT * FROM $ ORDER BY id)";
  private DeliveredTable table;

  @BeforeEach
  void announce() throws Exception {
    table = new DeliveredTable();
    table.log.announce(SHAPE);
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @Test
  void computesColumnsAndFollowsTheRoute() throws Exception {
    // Given
    DeliverContext first =
        table.deliver(Map.of("computed.region", "'eu'", "computed.twice", "n * 2"));
    table.log.insert(1, 2, id -> row(id, 10, "a"));
    table.awaitAnswer("SELECT id, region, twice FROM $", "1\teu\t20");
    first.close();

    // When
    DeliverContext second =
        table.deliver(Map.of("computed.twice", "concat(s, s)", "computed.more", "id + 1"));
    table.log.insert(2, 3, id -> row(id, 10, "b"));

    // Then rows that were there show it, too
    table.awaitAnswer(
        "SELECT groupArray((twice, more)) FROM (SELECT * FROM $ ORDER BY id)",
        "[('aa',2),('bb',3)]");
    assertThat(
            table.query(
                "SELECT count() FROM system.columns WHERE table = '$_final' AND name = 'region'"))
        .isEqualTo("0");
    second.close();

    // When it is wrong
    DeliverContext wrong = table.deliver(Map.of("computed.twice", "upperr(s)"));

    // Then
    table.log.insert(3, 4, id -> row(id, 10, "c"));
    assertThat(DeliveredTable.awaitStop(wrong))
        .contains(
            "route " + table.name + " sets computed.twice to upperr(s)",
            "upperr",
            "correct the option");
    assertThat(table.query("SELECT count() FROM $")).isEqualTo("2");
  }

  @Test
  void showsTheRowsOfWhichTheConditionHolds() throws Exception {
    // Given every sign a URI gives a meaning of its own
    table.deliver(Map.of("where", "n > 1 + 1 AND s != '50% & a=b?#/''x'"));
    table.log.insert(1, 5, id -> row(id, id, "a"));
    table.log.change(6, "null", row(6, null, "a"), 'c');
    table.log.change(7, "null", row(7, 9, "50% & a=b?#/'x"), 'c');
    table.awaitAnswer(ALL, "[(3,3,'a'),(4,4,'a')]");

    // When a row comes to match, one comes to match no more, and one goes
    table.log.change(1, "null", row(1, 7, "b"), 'u');
    table.log.change(3, "null", row(3, 0, "secret"), 'u');
    table.log.change(4, "null", "null", 'd');

    // Then
    table.awaitAnswer(ALL, "[(1,7,'b')]");
    assertThat(table.query("SELECT count() FROM $_final WHERE s = 'secret'")).isEqualTo("0");

    // When it matches again
    table.log.change(3, "null", row(3, 8, "c"), 'u');

    // Then
    table.awaitAnswer(ALL, "[(1,7,'b'),(3,8,'c')]");
  }

  @Test
  void stopsForAConditionThatIsWrong() throws Exception {
    // Given nothing to deliver yet
    DeliverContext early = table.deliver(Map.of("where", "nn > 1"));
    assertThat(DeliveredTable.awaitStop(early)).contains("where to 'nn > 1'", "correct the option");
    early.close();
    table.log.insert(1, 2, id -> row(id, 10, "a"));

    for (String wrong : List.of("s", "count() > 1", "n >")) {
      // When
      DeliverContext context = table.deliver(Map.of("where", wrong));

      // Then
      assertThat(DeliveredTable.awaitStop(context))
          .contains("route " + table.name + " sets where to '" + wrong + "'", "correct the option");
      context.close();
    }
    assertThat(new Letters(table.sandbox, table.log.topic).all()).isEmpty();
    table.deliver(Map.of("where", "n = 10"));
    table.awaitAnswer("SELECT id FROM $", "1");
  }

  @Test
  void logsEveryChange() throws Exception {
    // Given
    table.deliver(
        Map.of(
            "$_log",
            Map.of("rows", "changes", "where", "id < 10", "computed.at", "toDate(_committed_at)")),
        Map.of());

    // When
    table.log.insert(1, 3, id -> row(id, 10, "a"));
    table.log.change(1, "null", row(1, 11, "b"), 'u');
    table.log.change(20, "null", row(20, 11, "b"), 'c');
    table.log.change(1, row(1, 11, "b"), "null", 'd');
    table.log.truncate();
    table.log.change(2, "null", row(2, 12, "c"), 'r');

    // Then
    table.awaitAnswer(
        "SELECT groupArray((id, n, s, _op)) FROM (SELECT * FROM $_log ORDER BY id, _version)",
        "[(1,10,'a','c'),(1,11,'b','u'),(1,11,'b','d'),(2,10,'a','c'),(2,12,'c','r')]");
    assertThat(table.query("SELECT engine, sorting_key FROM system.tables WHERE name = '$_log'"))
        .isEqualTo("MergeTree\tid, _version");
    assertThat(
            table.query(
                "SELECT min(abs(dateDiff('hour', _committed_at, now()))), max(_deleted) FROM $_log"))
        .isEqualTo("0\t1");
  }

  @Test
  void keepsDeletedRowsWithTheirLastValues() throws Exception {
    // Given
    table.deliver(Map.of("deletes", "keep", "computed.twice", "n * 2"));
    table.log.insert(1, 4, id -> row(id, id, "a"));
    table.log.change(2, "null", row(2, 22, "last"), 'u');

    // When the delete carries its key alone
    table.log.change(2, "null", "null", 'd');
    table.log.change(3, "{\"id\":3,\"n\":null,\"s\":\"\"}", "null", 'd');
    table.log.change(9, "null", "null", 'd');

    // Then
    String kept =
        "SELECT groupArray((id, n, s, twice, _deleted)) FROM (SELECT * FROM $ ORDER BY id)";
    table.awaitAnswer(kept, "[(1,1,'a',2,0),(2,22,'last',44,1),(3,3,'a',6,1)]");
    assertThat(
            table.query(
                "SELECT groupArray(abs(dateDiff('hour', _deleted_at, now()))), countIf(_deleted_at IS NULL) FROM $"))
        .isEqualTo("[0,0]\t1");

    // When one comes again, and all is merged
    table.log.change(2, "null", row(2, 5, "again"), 'c');
    table.awaitAnswer(kept, "[(1,1,'a',2,0),(2,5,'again',10,0),(3,3,'a',6,1)]");
    table.query("OPTIMIZE TABLE $_final FINAL");

    // Then
    assertThat(table.query(kept)).isEqualTo("[(1,1,'a',2,0),(2,5,'again',10,0),(3,3,'a',6,1)]");
    assertThat(
            table.query(
                "SELECT groupArray(name || ' ' || type) FROM system.columns WHERE table = '$' AND startsWith(name, '_')"))
        .isEqualTo("['_deleted UInt8','_deleted_at Nullable(DateTime64(6, \\'UTC\\'))']");
  }

  @Test
  void hasTheTimeRowsStayFollowAndStopsForWhatCannot() throws Exception {
    // Given
    Map<String, String> options =
        Map.of("partitionBy", "id % 2", "orderBy", "(id)", "engine", "ReplacingMergeTree");
    Map<String, String> more = new LinkedHashMap<>(options);
    DeliverContext first = table.deliver(options);
    table.log.insert(1, 3, id -> row(id, id, "a"));
    table.awaitAnswer(ALL, "[(1,1,'a'),(2,2,'a')]");
    first.close();

    // When
    more.put("ttl", "toDateTime(_committed_at) + INTERVAL 3 DAY");
    DeliverContext second = table.deliver(more);

    // Then
    String ttl =
        "SELECT engine_full LIKE '%%TTL (toDateTime(_committed_at) + toIntervalDay(3)) WHERE _deleted = 0 %%' FROM system.tables WHERE name = '$_final'";
    table.awaitAnswer(ttl, "1");
    second.close();

    // When a table that is there would have to be kept otherwise
    more.put("partitionBy", "id % 3");
    DeliverContext third = table.deliver(more);

    // Then
    table.log.insert(3, 4, id -> row(id, id, "a"));
    String message = DeliveredTable.awaitStop(third);
    assertThat(message)
        .contains("route " + table.name + " sets partitionBy to id % 3", "has (id % 2)");
    String remedy = message.substring(message.indexOf("DROP VIEW"), message.indexOf(", and Car"));
    for (String statement : remedy.split("; ")) {
      table.query(statement);
    }
    table.awaitAnswer(ALL, "[(3,3,'a')]");
  }

  @Test
  void waitsForTheTableSomebodyElseMakes() throws Exception {
    // Given
    DeliverContext context = table.deliver(Map.of("create", "false"));

    // When
    table.log.insert(1, 2, id -> row(id, id, "a"));
    String message = DeliveredTable.awaitStop(context);

    // Then
    assertThat(message).contains("sets create to false");
    String statements = message.substring(message.indexOf("CREATE TABLE"));
    for (String statement : statements.split(";\n")) {
      table.query(statement);
    }
    table.awaitAnswer(ALL, "[(1,1,'a')]");
  }

  @Test
  void splitsATopicAndLosesNothingOfTheOtherTableWhenOneRefuses() throws Exception {
    // Given tables of which the first comes to refuse a row in the middle of a batch
    Map<String, Map<String, String>> targets = new LinkedHashMap<>();
    targets.put("$_a_final", Map.of("where", "id > 0"));
    targets.put("$_b_final", Map.of("where", "id % 2 = 0"));
    table.deliver(targets, Map.of("caravan.deliver.freshness", "10s"));
    DeliveredTable.soon().until(() -> table.query("EXISTS $_b").equals("1"));
    table.query("ALTER TABLE $_a_final ADD CONSTRAINT c CHECK id != 50");

    // When
    table.log.insert(1, 101, id -> row(id, id, "a"));

    // Then
    table.awaitAnswer("SELECT count(), countIf(id = 50) FROM $_a", "99\t0");
    table.awaitAnswer("SELECT count(), countIf(id = 50), countIf(id % 2 = 1) FROM $_b", "49\t0\t0");
    DeliveredTable.soon()
        .untilAsserted(
            () -> assertThat(new Letters(table.sandbox, table.log.topic).all()).hasSize(1));
  }

  private static String row(int id, Integer n, String s) {
    return "{\"id\":%d,\"n\":%s,\"s\":\"%s\"}".formatted(id, n, s);
  }
}
