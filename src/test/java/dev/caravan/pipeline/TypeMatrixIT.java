package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.pipeline.TypeTable.Expected;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every type, with its extremes, by snapshot and by stream. */
@Tag("everywhere")
@Tag("native")
@ExtendWith(SharedSandbox.class)
class TypeMatrixIT {

  private static final int STREAMED = 100;
  private static final int CHANGED = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TypeTable table =
      new TypeTable(new TableName("inventory", "types"), TypeCases.all());

  @Test
  void everyValueArrivesExactly(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, TypeMatrixIT.class)) {
      // Given rows that are there before
      pipeline.sql(TypeCases.DEFINITIONS);
      pipeline.sql(table.create());
      pipeline.sql(table.inserts(0).toArray(String[]::new));
      pipeline.deliver(table.name());
      Application application = pipeline.start(pipeline.application());
      application.awaitReady(Duration.ofSeconds(60));
      pipeline.awaitEqual(table.name());

      // When the same rows are written again, some of them changed, some deleted
      pipeline.sql(table.inserts(STREAMED).toArray(String[]::new));
      pipeline.sql(table.inserts(CHANGED).toArray(String[]::new));
      for (int row = 0; row < table.rows(); row++) {
        pipeline.sql(table.copy(row, CHANGED + table.rows() - 1 - row));
      }
      pipeline.sql("DELETE FROM " + table.name().quoted() + " WHERE id = " + (CHANGED + 1));

      // Then both sides are equal, snapshot and stream wrote the same, and all is as expected
      pipeline.awaitEqual(table.name());
      snapshotAndStreamWriteTheSame(pipeline);
      valuesAreThoseExpected(pipeline);
    }
  }

  private void snapshotAndStreamWriteTheSame(IsolatedPipeline pipeline) {
    Map<Integer, JsonNode> byId = new TreeMap<>();
    String topic = new Topics(pipeline.topicPrefix()).changes(table.name());
    for (JsonNode event : pipeline.kafka().values(topic)) {
      if (event.path("op").asText().matches("[rc]")) {
        ObjectNode row = (ObjectNode) event.path("after");
        byId.put(row.remove("id").asInt(), row);
      }
    }
    SoftAssertions softly = new SoftAssertions();
    for (int row = 0; row < table.rows(); row++) {
      JsonNode snapshot = byId.get(row);
      JsonNode stream = byId.get(row + STREAMED);
      List<String> names = new ArrayList<>();
      snapshot.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        softly
            .assertThat(stream.get(name))
            .as("%s of row %d, stream against snapshot", name, row)
            .isEqualTo(snapshot.get(name));
      }
    }
    softly.assertAll();
  }

  private void valuesAreThoseExpected(IsolatedPipeline pipeline) throws JsonProcessingException {
    SoftAssertions softly = new SoftAssertions();
    for (int first : List.of(0, STREAMED)) {
      Map<Integer, List<Expected>> byRow = new TreeMap<>();
      table.expected().forEach(e -> byRow.computeIfAbsent(e.row(), r -> new ArrayList<>()).add(e));
      for (Map.Entry<Integer, List<Expected>> row : byRow.entrySet()) {
        JsonNode answers = ask(pipeline, first + row.getKey(), row.getValue());
        for (int at = 0; at < row.getValue().size(); at++) {
          Expected expected = row.getValue().get(at);
          softly
              .assertThat(answers.get(at).textValue())
              .as("%s of row %d", expected.column(), first + row.getKey())
              .isEqualTo(expected.answer());
        }
      }
    }
    softly.assertAll();
    assertThat(pipeline.clickhouse("SELECT count() FROM types WHERE id = " + (CHANGED + 1)))
        .isEqualTo("0");
  }

  private JsonNode ask(IsolatedPipeline pipeline, int id, List<Expected> columns)
      throws JsonProcessingException {
    String questions =
        String.join(
            ", ",
            columns.stream().map(c -> c.question().formatted("`" + c.column() + "`")).toList());
    return JSON.readTree(
        pipeline.clickhouse(
            "SELECT %s FROM types WHERE id = %d FORMAT JSONCompactEachRow"
                .formatted(questions, id)));
  }
}
