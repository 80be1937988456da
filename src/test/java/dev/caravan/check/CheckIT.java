package dev.caravan.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.check.run.ClickHouseEngine;
import dev.caravan.check.run.ClickHouseEngines;
import dev.caravan.compare.ClickHouseAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckIT {

  private static final String ROUTE =
      """
      - route:
          id: %s
          from:
            uri: kafka:{{caravan.topic-prefix}}.inventory.orders
            steps:
              - to: clickhouse:orders_final
      """;
  private static final String TEST =
      """
      source:
        table: inventory.orders
        columns: {id: int, total: "numeric(10,2)", tags: "text[] not null", paid: bool}
        key: [id]
      tests:
        - name: lands
          events:
            - insert: {id: 1, total: 12.50, tags: [a, "b c"], paid: true}
            - insert: {id: 2, total: null, tags: []}
          expect:
            - target: orders
              rows:
                - {id: 2, total: null, tags: [], paid: null}
                - {id: 1, total: 12.5, tags: [a, b c], paid: true}
      """;

  private static ClickHouseEngine.Server server;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = ClickHouseEngines.start(System.getenv("PATH"), line -> {});
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes", "recipes"})
  void findsNothingWrongInWhatIsShipped(String shipped) throws IOException {
    // When
    int exit = check(shipped);

    // Then
    assertThat(exit).as(report()).isEqualTo(Check.GOOD);
    assertThat(report()).contains("nothing wrong", "all ok");
    assertThat(databases()).isEmpty();
  }

  @Test
  void saysWhatAWrongExpectationFound() throws IOException {
    // Given
    write("orders.camel.yaml", ROUTE.formatted("orders"));
    write("orders.test.yaml", TEST.replace("total: 12.5,", "total: 12.05,"));

    // When
    int exit = check(folder.toString());

    // Then
    assertThat(exit).isEqualTo(Check.WRONG);
    assertThat(report())
        .contains("orders.test.yaml: FAILED  lands")
        .contains("line 14: orders instead of {id: 1,", "total is 12.5 (Nullable(Decimal(10, 2)))")
        .contains("not 12.05");
    assertThat(databases()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- {id: 2, total: null, tags: [], paid: null}||has a row too many: {id: 2",
        "rows:|columns: [id]\\n        rows:|must name the columns id",
        ", paid: null}|}|has paid, which the row does not name",
        "target: orders|target: nothing|nothing does not exist; there are orders, orders_final",
        "- {id: 2,|- {id: 3,|total: NULL",
        "id: 2, total: null, tags: []}|id: 1, total: 12.50, tags: [a]}|line 14: orders",
      })
  void turnsRedForWhatIsNotAsExpected(String from, String to, String said) throws IOException {
    // Given
    write("orders.camel.yaml", ROUTE.formatted("orders"));
    write("orders.test.yaml", TEST.replace(from, to == null ? "" : to.replace("\\n", "\n")));

    // When
    int exit = check(folder.toString());

    // Then
    assertThat(exit).as(report()).isEqualTo(Check.WRONG);
    assertThat(report()).contains(said);
  }

  @Test
  void tellsADeadLetterThatIsExpectedFromOneThatIsNot() throws IOException {
    // Given
    write("orders.camel.yaml", ROUTE.formatted("orders"));
    String tests =
        TEST.replace("paid: bool", "paid: date")
            .replace("paid: true", "paid: 1800-01-01")
            .replace("          - {id: 1, total: 12.5, tags: [a, b c], paid: 1800-01-01}\n", "");
    write("orders.test.yaml", tests);
    int unexpected = check(folder.toString());
    String first = report();

    // When
    write("orders.test.yaml", tests + "    deadLetters: [{event: 1, reason: paid}]\n");
    int expected = check(folder.toString());

    // Then
    assertThat(unexpected).isEqualTo(Check.WRONG);
    assertThat(first).contains("event 1 is a dead letter: column paid");
    assertThat(expected).as(report()).isEqualTo(Check.GOOD);
  }

  @Test
  void runsTheStepsOfARoute() throws IOException {
    // Given
    write(
        "orders.camel.yaml",
        """
        - route:
            id: orders
            from:
              uri: kafka:{{caravan.topic-prefix}}.inventory.orders
              steps:
                - split:
                    simple: "${body}"
                    streaming: true
                    aggregationStrategy: changes
                    steps:
                      - filter:
                          simple: "${body[after][total]} != null"
                          steps:
                            - script: {simple: "${body[after].put('total', '{{env:TOTAL:1.25}}')}"}
                - to: clickhouse:orders_final
        """);
    write(
        "orders.test.yaml",
        TEST.replace("          - {id: 2, total: null, tags: [], paid: null}\n", "")
            .replace("total: 12.5,", "total: 1.25,"));

    // When
    int exit = check(folder.toString());

    // Then
    assertThat(exit).as(report()).isEqualTo(Check.GOOD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clickhouse:|clikhouse:|orders.camel.yaml:6: |clikhouse",
        "orders_final|orders_final?engin=Log|orders.camel.yaml:6: |engin",
        "uri: kafka:|uri kafka:|orders.camel.yaml:|",
        "{{caravan.topic-prefix}}|{{caravan.topic-prefx}}|orders.camel.yaml:4: |caravan.topic-prefx",
        "steps|stops|orders.camel.yaml:5: |stops",
      })
  void turnsRedForABrokenFileWithoutAnyEngine(String from, String to, String place, String reason)
      throws IOException {
    // Given
    write("good.camel.yaml", ROUTE.formatted("good"));
    write("orders.camel.yaml", ROUTE.formatted("orders").replace(from, to));

    // When
    int exit = run("--no-tests", folder.toString());

    // Then
    assertThat(exit).isEqualTo(Check.WRONG);
    assertThat(report()).contains("good.camel.yaml: ok").contains(place);
    if (reason != null) {
      assertThat(report()).contains(reason);
    }
  }

  @Test
  void turnsRedForAnIdTwiceAnEmptyFileAndATestThatBelongsToNothing() throws IOException {
    // Given
    write("a.camel.yaml", ROUTE.formatted("orders"));
    write("b.camel.yaml", ROUTE.formatted("orders"));
    write("empty.camel.yaml", "");
    write("b.test.yaml", TEST);
    write("lost.test.yaml", TEST);
    write("a.test.yaml", TEST.replace("id: 1, total: 12.50", "id: one, total: 12.50"));

    // When
    int exit = run(folder.toString());

    // Then
    assertThat(exit).isEqualTo(Check.WRONG);
    assertThat(report())
        .contains("a.camel.yaml: ok")
        .contains("b.camel.yaml:2: ", "empty.camel.yaml: ")
        .contains("lost.test.yaml: there is no lost.camel.yaml beside it")
        .contains("b.test.yaml: not run, for b.camel.yaml is wrong")
        .contains("a.test.yaml:8: 'one' is no int4, as column 'id' is");
  }

  @Test
  void hasAStandInForASecretThatIsNotSetHere() throws IOException {
    // Given
    write(
        "orders.camel.yaml",
        ROUTE.formatted("orders").replace("_final", "_final?hashSalt={{env:ORDERS_SALT}}"));

    // When
    int exit = run("--no-tests", folder.toString());

    // Then
    assertThat(exit).as(report()).isEqualTo(Check.GOOD);
    assertThat(report()).contains("note: ORDERS_SALT is not set here");
  }

  @Test
  void saysThatTheSaltOfHashesHasAStandIn() throws IOException {
    // Given
    write(
        "orders.camel.yaml",
        ROUTE.formatted("orders").replace("_final", "_final?hash.tags=sha256"));

    // When
    int exit = run("--no-tests", folder.toString());

    // Then
    assertThat(exit).as(report()).isEqualTo(Check.GOOD);
    assertThat(report()).contains("note: caravan.deliver.hash-salt is not set here");
  }

  @Test
  void startsAClickHouseOfItsOwnForARouteThatNamesADatabase() throws IOException {
    // Given
    write(
        "orders.camel.yaml",
        ROUTE.formatted("orders").replace("orders_final", "shop2.orders_final"));
    write("orders.test.yaml", TEST.replace("target: orders", "target: shop2.orders"));

    // When
    int given = check(folder.toString());
    String refused = report();
    int own = run(folder.toString());

    // Then
    assertThat(given).isEqualTo(Check.WRONG);
    assertThat(refused).contains("names the database shop2, in which others may have tables");
    assertThat(own).as(report()).isEqualTo(Check.GOOD);
  }

  @Test
  void reportsAsJson() throws IOException {
    // Given
    write("orders.camel.yaml", ROUTE.formatted("orders"));
    write("orders.test.yaml", TEST);

    // When
    int exit = check("--json", folder.toString());

    // Then
    JsonNode json = new ObjectMapper().readTree(report());
    assertThat(exit).isEqualTo(Check.GOOD);
    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("tests").get(0).path("name").asText()).isEqualTo("lands");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--password=x", "--frobnicate", "nowhere"})
  void saysWhatItCannotDo(String argument) {
    // When
    int exit = run(argument);

    // Then
    assertThat(exit).isEqualTo(Check.NOT_CHECKED);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("check: ").hasLineCount(1);
  }

  @Test
  void helps() {
    // When
    int exit = run("--help");

    // Then
    assertThat(exit).isEqualTo(Check.GOOD);
    assertThat(report()).startsWith("Usage: ./check");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** With one ClickHouse for all, so that none is started for each test. */
  private int check(String... arguments) {
    ClickHouseAccess access = server.access();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--clickhouse-url", access.url(), "--clickhouse-user", access.user()));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    Map<String, String> environment =
        Map.of(Check.PASSWORD, server.access().password(), "PATH", System.getenv("PATH"));
    return Check.run(
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private String report() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private static String databases() throws IOException {
    return server
        .access()
        .query("SELECT name FROM system.databases WHERE name LIKE 'caravan_check_%'");
  }
}
