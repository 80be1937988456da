package dev.caravan.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every type, read by ClickHouse's Kafka engine. Each value has a row of its own, so that one the
 * engine leaves to Caravan takes no other with it.
 */
@Tag("native")
@ExtendWith({SharedSandbox.class, ByEngine.class})
class KafkaEngineTypesIT {

  private static final TableName TYPES = new TableName("inventory", "types");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those whose elements ClickHouse takes from PostgreSQL's text. */
  private static final Set<String> ARRAYS =
      Set.of(
          "int[]",
          "bigint[]",
          "text[]",
          "varchar(5)[]",
          "numeric(10,2)[]",
          "numeric[]",
          "boolean[]",
          "uuid[]");

  /**
   * A value of a column, in the row with its number.
   *
   * @param left whether Caravan is to land it
   */
  private record Cell(
      int id, TypeCase type, String column, String sql, String answer, boolean left) {}

  @Test
  void everyValueArrivesExactly(Sandbox sandbox) throws Exception {
    List<Cell> cells = cells();
    try (IsolatedPipeline pipeline =
        new IsolatedPipeline(sandbox, KafkaEngineTypesIT.class).byEngine()) {
      // Given a table the engine fills
      pipeline.sql(TypeCases.DEFINITIONS);
      pipeline.sql(
          create(), "INSERT INTO inventory.types (id) SELECT -n FROM generate_series(1, 100) n");
      pipeline.deliver(TYPES);
      Application application = pipeline.start(pipeline.application());
      application.awaitReady(Duration.ofSeconds(60));
      pipeline.awaitEqual(TYPES);
      new EngineProbe(pipeline, TYPES).awaitReading();

      // When
      pipeline.sql(cells.stream().map(KafkaEngineTypesIT::insert).toArray(String[]::new));

      // Then both sides are equal, all is as expected, and Caravan has landed nothing but what is
      // left to it
      pipeline.awaitEqual(TYPES);
      SoftAssertions softly = new SoftAssertions();
      Map<Integer, String> answers = answers(pipeline, cells);
      for (Cell cell : cells) {
        softly
            .assertThat(answers.get(cell.id()))
            .as("%s of row %d", cell.column(), cell.id())
            .isEqualTo(cell.answer());
      }
      softly
          .assertThat(left(pipeline))
          .as("rows that were left to Caravan")
          .isEqualTo(names(cells.stream().filter(Cell::left).toList()));
      softly.assertAll();
    }
  }

  private static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (TypeCase type : TypeCases.all()) {
      for (TypeCase.Value value : type.values()) {
        boolean number = type.type().matches("real|double precision");
        boolean left = number && value.sql().matches("NaN|-?Infinity");
        cells.add(
            new Cell(
                cells.size() + 1,
                type,
                type.nullableColumn(),
                value.sql(),
                value.nullable(),
                left));
        if (hasColumnWithoutNull(type)) {
          cells.add(
              new Cell(
                  cells.size() + 1,
                  type,
                  type.notNullColumn(),
                  value.sql(),
                  value.notNull(),
                  left || isArray(type) && value.sql().contains("\"")));
        }
      }
    }
    return cells;
  }

  private static boolean isArray(TypeCase type) {
    return type.values().get(0).sql().equals("{}") && type.values().get(0).notNull().equals("[]");
  }

  private static boolean hasColumnWithoutNull(TypeCase type) {
    return !isArray(type) || ARRAYS.contains(type.type());
  }

  private static String create() {
    return "CREATE TABLE inventory.types (id int PRIMARY KEY, "
        + TypeCases.all().stream()
            .flatMap(
                type ->
                    Stream.concat(
                        Stream.of(type.nullableColumn() + " " + type.type()),
                        hasColumnWithoutNull(type)
                            ? Stream.of(
                                "%s %s NOT NULL DEFAULT %s"
                                    .formatted(type.notNullColumn(), type.type(), type.literal(0)))
                            : Stream.of()))
            .collect(Collectors.joining(", "))
        + ")";
  }

  private static String insert(Cell cell) {
    return "INSERT INTO inventory.types (id, %s) VALUES (%d, '%s'::%s)"
        .formatted(cell.column(), cell.id(), cell.sql().replace("'", "''"), cell.type().type());
  }

  /** What the view holds in each cell, by the numbers of their rows. */
  private static Map<Integer, String> answers(IsolatedPipeline pipeline, List<Cell> cells)
      throws JsonProcessingException {
    String answer =
        cells.stream()
            .map(cell -> "id = %d, %s".formatted(cell.id(), question(cell)))
            .collect(Collectors.joining(", ", "multiIf(", ", NULL)"));
    Map<Integer, String> answers = new HashMap<>();
    for (String line :
        pipeline
            .clickhouse("SELECT id, %s FROM types FORMAT JSONCompactEachRow".formatted(answer))
            .split("\n")) {
      JsonNode row = JSON.readTree(line);
      answers.put(row.get(0).asInt(), row.get(1).textValue());
    }
    return answers;
  }

  private static String question(Cell cell) {
    return cell.type().question().formatted("`" + cell.column() + "`");
  }

  private static Set<String> left(IsolatedPipeline pipeline) {
    Set<String> left = new TreeSet<>();
    pipeline
        .clickhouse(
            "SELECT id FROM types_final WHERE (_partition, _offset) IN"
                + " (SELECT _partition, _offset FROM types_rest) ORDER BY id")
        .lines()
        .forEach(left::add);
    return left;
  }

  private static Set<String> names(List<Cell> cells) {
    return cells.stream()
        .map(cell -> String.valueOf(cell.id()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
