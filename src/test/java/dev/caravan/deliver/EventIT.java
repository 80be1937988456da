package dev.caravan.deliver;

import static dev.caravan.deliver.DeliveredTable.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.LetterHeaders;
import dev.caravan.change.Shape;
import dev.caravan.deliver.RouteDelivery.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventIT {

  private static final Shape SHAPE =
      new Shape(
          DeliveredTable.SOURCE,
          List.of(
              new Column("id", "int4", null, null, false, "int32"),
              new Column("status", "text", null, null, true, "string"),
              new Column("total", "numeric", 10, 2, true, "string")),
          List.of("id"));
  private static final String NO_DRAFTS =
      "- filter: {simple: \"${body[after][status]} != 'draft'\", steps: [{log: {loggingLevel: TRACE, message: kept}}]}";

  private DeliveredTable table;

  @BeforeEach
  void start() throws Exception {
    table = new DeliveredTable();
    table.log.announce(SHAPE);
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @Test
  void landsWhatTheStepsLeaveOfABatchOnceThoughItIsReadAgain() throws Exception {
    // Given
    DeliverContext first =
        deliver(
            NO_DRAFTS
                + """

                - choice:
                    when:
                      - simple: "${header.op} == 'u'"
                        steps:
                          - script: {simple: "${body[after].put('status', 'changed')}"}
                """);
    table.awaitAnswer("EXISTS $_final", "1");
    table.countInserts();

    // When
    table.log.insert(0, 3000, id -> row(id, id % 3 == 0 ? "draft" : "placed"));
    table.log.change(1, "null", row(1, "paid"), 'u');
    table.log.change(2, "{\"id\":2,\"status\":null,\"total\":null}", "null", 'd');
    table.log.insert(3000, 3300, id -> row(id, "draft"));

    // Then
    table.awaitAnswer("SELECT count() FROM $", "1999");
    assertThat(table.query("SELECT status, total FROM $ WHERE id = 1")).isEqualTo("changed\t0.01");
    assertThat(table.query("SELECT countIf(status = 'draft') FROM $_final")).isEqualTo("0");
    soon().untilAsserted(() -> assertThat(committed()).isGreaterThanOrEqualTo(3302L));
    first.close();
    table.log.forgetCommits("caravan-" + table.name);
    deliver(NO_DRAFTS);
    table.log.insert(4000, 4001, id -> row(id, "placed"));
    table.awaitAnswer("SELECT count() FROM $", "2000");
    soon().untilAsserted(() -> assertThat(committed()).isGreaterThanOrEqualTo(3303L));
    assertThat(table.inserts()).isEqualTo(2003);
  }

  @Test
  void createsTheTableAndGoesOnWhenEveryEventIsLeftOut() throws Exception {
    // Given
    table.log.insert(0, 100, id -> row(id, "draft"));

    // When
    DeliverContext context = deliver(NO_DRAFTS);

    // Then
    table.awaitAnswer("SELECT count() FROM $", "0");
    soon().untilAsserted(() -> assertThat(committed()).isGreaterThanOrEqualTo(100L));
    assertThat(context.state.snapshot().get(0).status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void waitsWithTheReasonWhileAStepFailsAndLandsNothingOfTheBatch() throws Exception {
    // Given
    table.log.insert(0, 10, id -> row(id, "placed"));

    // When
    DeliverContext context = deliver("- script: {simple: \"${body[after][total].nothing()}\"}");

    // Then
    soon()
        .untilAsserted(
            () ->
                assertThat(context.state.snapshot().get(0))
                    .satisfies(
                        route -> {
                          assertThat(route.status()).isEqualTo(Status.WAITING);
                          assertThat(route.lastError())
                              .contains("a step failed", "nothing", table.log.topic);
                        }));
    assertThat(committed()).isLessThanOrEqualTo(0);
    assertThat(table.query("EXISTS $_final")).isEqualTo("0");
    context.close();
    deliver(NO_DRAFTS);
    table.awaitAnswer("SELECT count() FROM $", "10");
  }

  @Test
  void makesAnEventThatStepsChangedADeadLetterAsItWasRead() throws Exception {
    // Given
    table.log.insert(0, 100, id -> row(id, id == 50 ? "bad" : "placed"));

    // When
    deliver(
        """
        - choice:
            when:
              - simple: "${body[after][status]} == 'bad'"
                steps:
                  - script: {simple: "${body[after].put('total', 'much')}"}
            otherwise:
              steps:
                - script: {simple: "${body[after].put('status', 'seen')}"}
        """);

    // Then
    table.awaitAnswer("SELECT count(), countIf(status = 'seen') FROM $", "99\t99");
    Letters letters = new Letters(table.sandbox, table.log.topic);
    soon().untilAsserted(() -> assertThat(letters.all()).hasSize(1));
    ConsumerRecord<byte[], byte[]> letter = letters.all().get(0);
    assertThat(new String(letter.value(), StandardCharsets.UTF_8)).contains(row(50, "bad"));
    assertThat(Letters.header(letter, LetterHeaders.REASON)).contains("total", "much");
  }

  @Test
  void hasATruncateEmptyTheTable() throws Exception {
    // Given
    deliver(NO_DRAFTS);
    table.log.insert(0, 100, id -> row(id, "placed"));
    table.awaitAnswer("SELECT count() FROM $", "100");

    // When
    table.log.truncate();
    table.log.insert(200, 203, id -> row(id, id == 201 ? "draft" : "placed"));

    // Then
    table.awaitAnswer("SELECT groupArray(id) FROM (SELECT id FROM $ ORDER BY id)", "[200,202]");
  }

  private long committed() throws Exception {
    return table.log.committed("caravan-" + table.name).stream().mapToLong(each -> each).sum();
  }

  private DeliverContext deliver(String steps) throws Exception {
    DeliverContext context =
        DeliverContext.start(
            table.sandbox,
            table.topics,
            Map.of(),
            """
            - route:
                id: %s
                from:
                  uri: kafka:%s
                  steps:
                    - split:
                        simple: "${body}"
                        streaming: true
                        aggregationStrategy: changes
                        steps:
            %s
                    - to: clickhouse:%s_final
            """
                .formatted(
                    table.name, table.log.topic, steps.indent(14).stripTrailing(), table.name));
    table.open.push(context);
    return context;
  }

  private static String row(int id, String status) {
    return "{\"id\":%d,\"status\":\"%s\",\"total\":\"%d.%02d\"}"
        .formatted(id, status, id / 100, id % 100);
  }
}
