package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RouteCheckTest {

  private static final String ORDERS =
      """
      # Delivers every change.
      - route:
          id: orders
          from:
            uri: kafka:{{caravan.topic-prefix}}.inventory.orders
            steps:
              - to: clickhouse:orders_final
      """;

  private static DefaultCamelContext camel;

  @BeforeAll
  static void startCamel() {
    camel = CheckContext.start();
  }

  @AfterAll
  static void stopCamel() {
    camel.stop();
  }

  @Test
  void tellsWhatARouteReadsAndWhereItSendsTo() {
    // When
    CheckedFile checked = check(ORDERS);

    // Then
    assertThat(checked.problems()).isEmpty();
    CheckedRoute route = checked.routes().get(0);
    assertThat(route.id()).isEqualTo("orders");
    assertThat(route.line()).isEqualTo(2);
    assertThat(route.tables()).containsExactly(new TableName("inventory", "orders"));
    assertThat(route.targets()).containsExactly("clickhouse:orders_final");
  }

  @Test
  void takesWhatCamelTakes() {
    // When
    CheckedFile checked =
        check(
            """
            - onException:
                exception: [java.lang.IllegalStateException]
                steps:
                  - log: "${exception.message}"
            - route:
                id: tick
                from:
                  uri: timer:tick
                  parameters: {period: 1000, delay: 500}
                  steps:
                    - setBody:
                        simple: "tick ${header.CamelTimerCounter}"
                    - choice:
                        when:
                          - simple: "${body} contains '1'"
                            steps:
                              - to: direct:ones
                        otherwise:
                          steps:
                            - log: other
            - route:
                id: ones
                from:
                  uri: direct:ones
                  steps:
                    - to:
                        uri: log:ones
                        parameters:
                          showAll: true
            - route:
                id: typed
                from:
                  uri: kafka:{{caravan.topic-prefix}}.inventory.Order-20Details
                  parameters:
                    consumersCount: 2
                  steps:
                    - to:
                        uri: clickhouse:analytics.details
                        parameters:
                          columnType.amount: "Decimal(38, 6)"
                          droppedColumns: drop
            """);

    // Then
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.routes())
        .extracting(CheckedRoute::id)
        .containsExactly("tick", "ones", "typed");
    assertThat(checked.routes().get(0).targets()).containsExactly("direct:ones");
    assertThat(checked.routes().get(2).tables())
        .containsExactly(new TableName("inventory", "Order Details"));
  }

  @Test
  void refusesStepsBesideATableThatClickHouseFillsByItself() {
    // When
    CheckedFile checked =
        check(
            """
            - route:
                id: orders
                from:
                  uri: kafka:{{caravan.topic-prefix}}.inventory.orders
                  steps:
                    - to:
                        uri: clickhouse:orders_final
                        parameters:
                          via: kafka-engine
                    - to: clickhouse:orders_copy_final
            """);

    // Then
    assertThat(checked.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(9);
              assertThat(problem.reason()).contains("via of clickhouse:orders_final");
            });
  }

  @Test
  void seesNoDifferenceInCommentsAndLayout() {
    // Given
    String other =
        """


        - route: {id: orders,   # the same
            from: {uri: 'kafka:{{caravan.topic-prefix}}.inventory.orders',
                   steps: [{to: "clickhouse:orders_final"}]}}
        """;

    // When
    Object definition = check(other).routes().get(0).definition();

    // Then
    assertThat(definition).isEqualTo(check(ORDERS).routes().get(0).definition());
    assertThat(definition)
        .isNotEqualTo(check(ORDERS.replace("_final", "_2")).routes().get(0).definition());
  }

  @Test
  void leavesNothingBehind() {
    // Given
    String file =
        ORDERS.replace(
            "    - to:",
            "    - wireTap: {uri: direct:tapped}\n        - toD: log:${body}\n        - to:");
    check(file);
    int endpoints = camel.getEndpoints().size();
    int threads = Thread.activeCount();
    int services = camel.getRoutes().size() + camel.getRouteDefinitions().size();

    // When
    for (int i = 0; i < 20; i++) {
      assertThat(check(file).problems()).isEmpty();
      check(file.replace("orders_final", "orders_final?wrong=1"));
    }

    // Then
    assertThat(endpoints).isZero();
    assertThat(services).isZero();
    assertThat(camel.getEndpoints()).isEmpty();
    assertThat(camel.getRoutes()).isEmpty();
    assertThat(camel.getRouteDefinitions()).isEmpty();
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
  }

  @ParameterizedTest
  @MethodSource("brokenFiles")
  void refuses(String what, String content, int line, String reason) {
    // When
    CheckedFile checked = check(content);

    // Then
    assertThat(checked.routes()).isEmpty();
    assertThat(checked.problems()).as(what).isNotEmpty();
    Problem first = checked.problems().get(0);
    assertThat(first.file()).isEqualTo("some.camel.yaml");
    assertThat(first.reason()).contains(reason);
    assertThat(first.line()).as(first.reason()).isEqualTo(line);
  }

  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        broken("empty", "", 0, "is empty; expected a list of routes"),
        broken("blank", "\n\n", 0, "is empty"),
        broken("comments", "# nothing\n", 0, "holds comments only"),
        broken("an empty list", "[]\n", 0, "holds no route"),
        broken("not UTF-8 ends", "- route: [\n", 2, "is not YAML"),
        broken("tabs", ORDERS.replace("    id:", "\tid:"), 3, "is not YAML"),
        broken("an open quote", ORDERS.replace("clickhouse:", "'clickhouse:"), 8, "is not YAML"),
        broken("no list", ORDERS.replace("- route", "  route"), 2, "is no list"),
        broken("a mapping", "route:\n  id: orders\n", 1, "is no list; expected a list of routes"),
        broken("a text", "route\n", 1, "is no list"),
        broken("cut off in a line", ORDERS.substring(0, ORDERS.length() - 4), 7, "cut off"),
        broken("two documents", ORDERS + "---\n" + ORDERS, 8, "is not YAML"),
        broken(
            "a key twice",
            ORDERS.replace("    id: orders\n", "    id: orders\n    id: other\n"),
            4,
            "'id' stands here a second time, first in line 3"),
        broken("no id", ORDERS.replace("    id: orders\n", ""), 2, "has no id"),
        broken("an empty id", ORDERS.replace("id: orders", "id: ''"), 2, "has no id"),
        broken(
            "a from at the top",
            "- from:\n    uri: direct:a\n    steps:\n      - to: log:a\n",
            1,
            "has no id; put it below '- route:'"),
        broken("a wrong indent", "- route:\n  id: a\n  from: x\n", 2, "'id' stands beside 'route'"),
        broken("a bean", "- beans: []\n", 1, "'beans' can't stand in a route file"),
        broken("a step at the top", "- to: log:a\n", 1, "'to' can't stand in a route file"),
        broken("Caravan's id", ORDERS.replace("id: orders", "id: capture"), 3, "Caravan itself"),
        broken("another file's id", ORDERS.replace("id: orders", "id: taken"), 3, "other.camel"),
        broken("its own id again", ORDERS + ORDERS, 10, "the route in line 2"),
        broken("a field", ORDERS.replace("    id:", "    ident: x\n    id:"), 3, "ident"),
        broken("a step", ORDERS.replace("- to:", "- tow:"), 7, "tow"),
        broken("no from", "- route:\n    id: a\n", 1, "has no 'from:'"),
        broken("no steps", ORDERS.substring(0, ORDERS.indexOf("      steps")), 2, "nothing"),
        broken("only a log", ORDERS.replace("to: clickhouse:", "log: "), 2, "delivers nothing"),
        broken("only log:", ORDERS.replace("clickhouse:", "log:"), 2, "delivers nothing"),
        broken("a component", ORDERS.replace("clickhouse:", "klickhouse:"), 7, "'klickhouse'"),
        broken("a source", ORDERS.replace("kafka:", "kafak:"), 5, "no component 'kafak'"),
        broken(
            "no target",
            ORDERS.replace("clickhouse:orders_final", "'clickhouse:'"),
            7,
            "names nothing"),
        broken("no table", ORDERS.replace("orders_final", "shop."), 7, "names no table"),
        broken(
            "an option of the target",
            ORDERS.replace("orders_final", "orders_final?shape=1"),
            7,
            "clickhouse:orders_final has no option shape"),
        broken(
            "an option below parameters",
            ORDERS.replace(
                "- to: clickhouse:orders_final",
                "- to:\n            uri: clickhouse:orders_final\n"
                    + "            parameters:\n"
                    + "              columnType.a: String\n              shape: 1"),
            11,
            "clickhouse:orders_final has no option shape"),
        broken(
            "an option of the source",
            ORDERS.replace("steps:", "parameters: {\n        topik: 1}\n      steps:"),
            7,
            "kafka: has no option 'topik'"),
        broken(
            "a value",
            ORDERS.replace("steps:", "parameters: {consumersCount: many}\n      steps:"),
            6,
            "option 'consumersCount' can't be 'many'"),
        broken(
            "a type",
            ORDERS.replace("orders_final", "orders_final?columnType.a=No(("),
            7,
            "not one type"),
        broken("a topic", ORDERS.replace("{{caravan.topic-prefix}}", "other"), 5, "topic 'other."),
        broken("a short topic", ORDERS.replace(".orders", ""), 5, "holds no table's changes"),
        broken("dead letters", ORDERS.replace("y.orders", "y.orders.dlq"), 5, "no table's changes"),
        broken(
            "a name unescaped",
            ORDERS.replace("y.orders", "y.my-orders"),
            5,
            "those of inventory.my-orders are in kafka:shop.inventory.my-2Dorders"),
        broken("two topics", ORDERS.replace("orders\n", "orders,shop.a.b\n"), 5, "several topics"),
        broken(
            "a pattern",
            ORDERS.replace("y.orders", "y.orders?topicIsPattern=true"),
            5,
            "topicIsPattern"),
        broken(
            "a placeholder",
            ORDERS.replace("{{caravan.topic-prefix}}", "{{caravan.topic-prefx}}"),
            5,
            "'{{caravan.topic-prefx}}' has no value"),
        broken("a start", ORDERS.replace("kafka:{{caravan.topic-prefix}}", "clickhouse:a"), 5, ""),
        broken(
            "an expression",
            ORDERS.replace("      - to:", "      - setBody: {simple: '${bdy'}\n        - to:"),
            2,
            "a step of this route can't be made"),
        broken(
            "a language",
            ORDERS.replace(
                "      - to:",
                "      - setBody: {language: {language: klingon, expression: x}}\n        - to:"),
            2,
            "klingon"));
  }

  private static Arguments broken(String what, String content, int line, String reason) {
    return Arguments.of(what, content, line, reason);
  }

  private static CheckedFile check(String content) {
    return RouteCheck.of(camel, CheckContext.TOPICS)
        .check(
            Path.of("folder", "some.camel.yaml"),
            content.getBytes(StandardCharsets.UTF_8),
            List.of(new KnownRoute("taken", "other.camel.yaml")));
  }
}
