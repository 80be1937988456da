package dev.caravan.deliver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.table.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineDdlTest {

  private static final EngineNames NAMES = new EngineNames(new TargetName("shop", "orders_final"));
  private static final Column ID = new Column("id", "int4", null, null, false, "int32");
  private static final Shape SHAPE =
      new Shape(new TableName("inventory", "orders"), List.of(ID), List.of("id"), false);

  @Test
  void namesWhatStandsBesideTheTargetAfterItsView() {
    // Then
    assertThat(NAMES.queue()).hasToString("shop.orders_queue");
    assertThat(NAMES.view()).hasToString("shop.orders_mv");
    assertThat(new EngineNames(new TargetName("shop", "log")).queue())
        .hasToString("shop.log_queue");
  }

  @Test
  void tellsTheQueueTheBrokersOrTheCollectionThatKnowsThem() {
    // Then
    assertThat(EngineDdl.queue(NAMES, settings(Optional.empty()), "t", "g"))
        .startsWith(
            "CREATE OR REPLACE TABLE `shop`.`orders_queue` (_caravan_event String) ENGINE = Kafka()")
        .contains("kafka_broker_list = 'kafka:9092'", "kafka_flush_interval_ms = 200");
    assertThat(EngineDdl.queue(NAMES, settings(Optional.of("secured")), "t", "g"))
        .contains("ENGINE = Kafka(`secured`)")
        .doesNotContain("kafka_broker_list");
  }

  @Test
  void theCommentNamesTheShapeAndChangesWithWhatIsMadeOfItsEvents() {
    // When
    String comment = EngineDdl.comment(sql("0123456789abcdef", TableOptions.NONE));

    // Then
    assertThat(EngineDdl.shapeOf(comment)).isEqualTo("0123456789abcdef");
    assertThat(EngineDdl.shapeOf("somebody's")).isEmpty();
    assertThat(EngineDdl.comment(sql("0123456789abcdef", TableOptions.NONE))).isEqualTo(comment);
    assertThat(EngineDdl.comment(sql("fedcba9876543210", TableOptions.NONE))).isNotEqualTo(comment);
  }

  @Test
  void takesOnlyEventsOfTheShapeWhoseKeyIsThere() {
    // When
    String parse = sql("0123456789abcdef", TableOptions.NONE).parse();

    // Then
    assertThat(parse)
        .contains("= ['caravan.shape'] AND _caravan_values = ['0123456789abcdef']")
        .contains(
            "(isNotNull(_caravan_text0) AND ifNull(toString(toInt32OrNull(_caravan_text0)) = _caravan_text0, 0))")
        .contains("if(isNull(_caravan_gate), 0, ");
  }

  @Test
  void aColumnTheSourceHasNoMoreIsNull() {
    // Then
    assertThat(sql("0123456789abcdef", TableOptions.NONE).take())
        .contains("CAST(NULL, 'Nullable(String)') AS `dropped`");
  }

  private static ViewSql sql(String id, TableOptions options) {
    EngineColumns columns =
        new EngineColumns(
            List.of(new EngineColumn("id", "Int32", "id", true, ColumnSql.of(ID, "Int32"))),
            Map.of("dropped", "Nullable(String)"));
    return new ViewSql(NAMES, columns, id, SHAPE, options, Set.of("id"));
  }

  private static EngineSettings settings(Optional<String> collection) {
    return new EngineSettings(
        "kafka:9092", collection, 1, 1000, Duration.ofMillis(200), Duration.ofMillis(50));
  }
}
