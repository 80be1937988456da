package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows ClickHouse refused come back when the cause is mended, and bring nothing old back. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class MendedLettersIT {

  private static final TableName PRICES = new TableName("inventory", "prices");
  private static final TableName EMPTIED = new TableName("inventory", "emptied");
  private static final TableName KEYLESS = new TableName("inventory", "keyless");
  private static final List<TableName> TABLES = List.of(PRICES, EMPTIED, KEYLESS);

  @Test
  void whatWasRefusedComesBackAndWhatIsNewerStays(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, MendedLettersIT.class)) {
      // Given tables that refuse some of their rows, in one partition each
      for (TableName table : TABLES) {
        pipeline.sql(
            "CREATE TABLE %s (id int%s, amount numeric(10,2))"
                .formatted(table, table == KEYLESS ? "" : " PRIMARY KEY"),
            insert(table, 1, 10, "n + 0.25"));
        pipeline.deliver(table);
      }
      pipeline.sql("ALTER TABLE inventory.keyless REPLICA IDENTITY FULL");
      Application application =
          pipeline.start(pipeline.application().set("caravan.capture.topic.partitions", "1"));
      ControlClient control = ControlClient.of(application);
      pipeline.awaitEqual(PRICES, EMPTIED, KEYLESS);
      for (TableName table : TABLES) {
        pipeline.sql(insert(table, 11, 16, "'NaN'"), insert(table, 17, 20, "n + 0.25"));
      }
      for (TableName table : TABLES) {
        awaitCounts(control, table, 6, 0, 0);
      }

      // When some are changed, deleted or truncated meanwhile
      pipeline.sql(
          "UPDATE inventory.prices SET amount = 11.25 WHERE id = 11",
          "DELETE FROM inventory.prices WHERE id = 12",
          "TRUNCATE inventory.emptied",
          insert(EMPTIED, 12, 12, "n + 0.25"));
      pipeline.awaitEqual(EMPTIED);

      // And they are replayed before the cause is mended, they are refused again
      assertThat(replay(control, PRICES)).isEqualTo(6);
      awaitCounts(control, PRICES, 6, 6, 0);
      JsonNode again = waiting(control, PRICES).get(0);
      assertThat(again.path("replayOf").asText()).isNotEqualTo(again.path("id").asText());

      // And the cause is mended and all are replayed, one of them with another value
      for (TableName table : TABLES) {
        pipeline.clickhouse(
            "ALTER TABLE %s_final MODIFY COLUMN amount Nullable(String)".formatted(table.table()));
      }
      String first = id(control, PRICES, 13);
      String value = control.get(path(PRICES) + "/" + first + "/value").text();
      assertThat(value).contains("\"NaN\"");
      assertThat(
              control
                  .post(
                      path(PRICES) + "/replay",
                      "{\"letters\":[{\"id\":\"%s\",\"value\":%s}]}"
                          .formatted(first, value.replace("\"NaN\"", "\"7.77\"")))
                  .body()
                  .path("replayed")
                  .asInt())
          .isOne();
      await("the corrected value")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> pipeline.clickhouse("SELECT amount FROM prices WHERE id = 13").equals("7.77"));
      pipeline.sql("UPDATE inventory.prices SET amount = 8.25 WHERE id = 13");
      assertThat(replay(control, PRICES)).isEqualTo(5);
      assertThat(replay(control, EMPTIED)).isEqualTo(6);
      assertThat(replay(control, KEYLESS)).isEqualTo(6);

      // Then both sides are the same behind it, also after another time
      for (TableName table : TABLES) {
        assertThat(replay(control, table)).isZero();
        pipeline.sql(insert(table, 21, 21, "n + 0.25"));
      }
      pipeline.awaitEqual(PRICES, EMPTIED, KEYLESS);
      awaitCounts(control, PRICES, 0, 12, 0);
      awaitCounts(control, EMPTIED, 0, 6, 0);
      assertThat(pipeline.clickhouse("SELECT count() FROM emptied")).isEqualTo("2");
      assertThat(pipeline.clickhouse("SELECT count() FROM keyless_final")).isEqualTo("21");
    }
  }

  private static String insert(TableName table, int from, int to, String amount) {
    return "INSERT INTO %s SELECT n, %s FROM generate_series(%d, %d) n"
        .formatted(table, amount, from, to);
  }

  private static String path(TableName table) {
    return "/dead-letters/" + table.schema() + "/" + table.table();
  }

  private static int replay(ControlClient control, TableName table) {
    ControlClient.Answer answer = control.post(path(table) + "/replay");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body().path("replayed").asInt();
  }

  private static JsonNode waiting(ControlClient control, TableName table) {
    return control.get(path(table) + "?state=waiting").body().path("letters");
  }

  /** The waiting letter of the row with the key. */
  private static String id(ControlClient control, TableName table, int key) {
    return StreamSupport.stream(waiting(control, table).spliterator(), false)
        .filter(letter -> letter.path("key").asText().equals("{\"id\":" + key + "}"))
        .map(letter -> letter.path("id").asText())
        .findFirst()
        .orElseThrow();
  }

  private static void awaitCounts(
      ControlClient control, TableName table, int waiting, int replayed, int discarded) {
    await(table + "'s letters")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              JsonNode tables = control.get("/dead-letters").body().path("tables");
              assertThat(tables)
                  .anySatisfy(
                      each ->
                          assertThat(each)
                              .hasToString(
                                  "{\"table\":\"%s\",\"waiting\":%d,\"replayed\":%d,\"discarded\":%d}"
                                      .formatted(table, waiting, replayed, discarded)));
            });
  }
}
