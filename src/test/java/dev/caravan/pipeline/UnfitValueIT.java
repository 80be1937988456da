package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Values the default ClickHouse type cannot hold: left out with a remedy that works, and kept
 * exactly where the route says String.
 */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class UnfitValueIT {

  /**
   * @param type of column {@code c}
   * @param fit a value that fits
   * @param unfit those that don't
   */
  private record Unfit(String table, String type, String fit, List<String> unfit) {

    TableName name() {
      return new TableName("inventory", table);
    }

    String insert(int id, String value) {
      return "INSERT INTO inventory.%s VALUES (%d, '%s')".formatted(table, id, value);
    }
  }

  private static final List<Unfit> UNFIT =
      List.of(
          new Unfit(
              "dates",
              "date",
              "2026-11-23",
              List.of("0001-01-01", "9999-12-31", "infinity", "-infinity", "0044-03-15 BC")),
          new Unfit(
              "times",
              "timestamp",
              "2026-11-23 09:30:00.5",
              List.of(
                  "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", "infinity", "-infinity")),
          new Unfit(
              "instants",
              "timestamptz NOT NULL",
              "2026-11-23 09:30:00.5+01",
              List.of(
                  "0001-01-01 00:00:00+00",
                  "9999-12-31 23:59:59.999999+00",
                  "infinity",
                  "-infinity",
                  "0044-03-15 12:00:00+00 BC")),
          new Unfit("prices", "numeric(10,2)", "1.50", List.of("NaN")),
          new Unfit(
              "lists", "int[] NOT NULL", "{1,NULL}", List.of("{{1,2},{3,4}}", "[0:1]={1,2}")));

  private static final TableName GOES_ON = new TableName("inventory", "goes_on");
  private static final TableName EXACT = new TableName("inventory", "exact");

  @Test
  void aRowIsADeadLetterUntilItsRemedyIsDone(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, UnfitValueIT.class)) {
      // Given
      pipeline.sql("CREATE TABLE inventory.goes_on (id int PRIMARY KEY)");
      pipeline.deliver(GOES_ON);
      for (Unfit unfit : UNFIT) {
        pipeline.sql(
            "CREATE TABLE inventory.%s (id int PRIMARY KEY, c %s)"
                .formatted(unfit.table(), unfit.type()),
            unfit.insert(1, unfit.fit()));
        pipeline.deliver(unfit.name());
      }
      Application application = pipeline.start(pipeline.application());
      for (Unfit unfit : UNFIT) {
        pipeline.awaitEqual(unfit.name());
      }

      // When
      for (Unfit unfit : UNFIT) {
        int id = 2;
        for (String value : unfit.unfit()) {
          pipeline.sql(unfit.insert(id++, value));
        }
        pipeline.sql(unfit.insert(id, unfit.fit()));
      }

      // Then the others go on, those of the same table included
      pipeline.sql("INSERT INTO inventory.goes_on VALUES (1)");
      pipeline.awaitEqual(GOES_ON);
      for (Unfit unfit : UNFIT) {
        await(unfit.table())
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(pipeline.clickhouse("SELECT count() FROM " + unfit.table()))
                        .isEqualTo("2"));
        String letters = new Topics(pipeline.topicPrefix()).deadLetters(unfit.name());
        assertThat(pipeline.kafka().records(letters)).hasSameSizeAs(unfit.unfit());
      }
      // And what the message says is enough to have them, also for the rows that were there
      assertThat(application.log()).contains("set columnType.c: String in the route");
      for (Unfit unfit : UNFIT) {
        RemedyText.of(application, unfit.name()).run(pipeline);
        pipeline.awaitEqual(unfit.name());
        String exact =
            pipeline.clickhouse("SELECT toString(c) FROM %s WHERE id = 2".formatted(unfit.table()));
        assertThat(exact).isEqualTo(unfit.unfit().get(0));
      }
    }
  }

  @Test
  void aStringHoldsEveryValueExactly(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, UnfitValueIT.class)) {
      // Given a route that delivers every column into a String
      StringBuilder columns = new StringBuilder();
      Map<String, String> parameters = new TreeMap<>();
      for (Unfit unfit : UNFIT) {
        columns.append(", ").append(unfit.table()).append(' ').append(unfit.type());
        parameters.put(
            "columnType." + unfit.table(),
            unfit.type().endsWith("NOT NULL") ? "String" : "Nullable(String)");
      }
      pipeline.sql("CREATE TABLE inventory.exact (id int PRIMARY KEY" + columns + ")");
      pipeline.deliver(EXACT, "exact_final", parameters);
      int rows = UNFIT.stream().mapToInt(unfit -> unfit.unfit().size()).max().orElseThrow();
      insert(pipeline, 0, rows);

      // When one half comes by the snapshot, the other by the stream
      pipeline.start(pipeline.application());
      pipeline.awaitEqual(EXACT);
      insert(pipeline, rows, rows);
      pipeline.awaitEqual(EXACT);

      // Then
      for (Unfit unfit : UNFIT) {
        for (int row = 0; row < 2 * rows; row++) {
          String value = unfit.unfit().get(row % rows % unfit.unfit().size());
          assertThat(
                  pipeline.clickhouse(
                      "SELECT %s FROM exact WHERE id = %d FORMAT TSVRaw"
                          .formatted(unfit.table(), row)))
              .as("%s of row %d", unfit.table(), row)
              .isEqualTo(value);
        }
      }
    }
  }

  private static void insert(IsolatedPipeline pipeline, int firstId, int rows) {
    for (int row = 0; row < rows; row++) {
      StringBuilder values = new StringBuilder();
      for (Unfit unfit : UNFIT) {
        values.append(", '").append(unfit.unfit().get(row % unfit.unfit().size())).append('\'');
      }
      pipeline.sql("INSERT INTO inventory.exact VALUES (%d%s)".formatted(firstId + row, values));
    }
  }
}
