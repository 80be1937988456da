package dev.caravan.capture.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ShapeReaderTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");

  private static Schema column(SchemaBuilder builder, String type, Integer length, Integer scale) {
    builder.parameter("__debezium.source.column.type", type);
    if (length != null) {
      builder.parameter("__debezium.source.column.length", length.toString());
    }
    if (scale != null) {
      builder.parameter("__debezium.source.column.scale", scale.toString());
    }
    return builder.build();
  }

  private static Schema envelope(Schema row) {
    return SchemaBuilder.struct().field("after", row).build();
  }

  @Test
  void readsColumnsAndKey() {
    // Given
    Schema row =
        SchemaBuilder.struct()
            .field("id", column(SchemaBuilder.int32(), "SERIAL", 10, 0))
            .field("total", column(SchemaBuilder.string().optional(), "NUMERIC", 12, 2))
            .field("exact", column(SchemaBuilder.string(), "NUMERIC", 131089, 0))
            .field("name", column(SchemaBuilder.string(), "TEXT", 2147483647, null))
            .field(
                "placed",
                column(
                    SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp"),
                    "TIMESTAMPTZ",
                    35,
                    6))
            .field(
                "tags",
                column(
                    SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA), "_TEXT", 2147483647, null))
            .build();
    Schema key = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();

    // When
    Shape shape = ShapeReader.read(ORDERS, key, envelope(row));

    // Then
    assertThat(shape.columns())
        .containsExactly(
            new Column("id", "int4", null, null, false, "int32"),
            new Column("total", "numeric", 12, 2, true, "string"),
            new Column("exact", "numeric", null, null, false, "string"),
            new Column("name", "text", null, null, false, "string"),
            new Column(
                "placed", "timestamptz", null, null, false, "io.debezium.time.ZonedTimestamp"),
            new Column("tags", "_text", null, null, false, "array:string"));
    assertThat(shape.primaryKey()).containsExactly("id");
  }

  @Test
  void aTableWithoutKeyHasAnEmptyOne() {
    assertThat(
            ShapeReader.read(ORDERS, null, envelope(SchemaBuilder.struct().build())).primaryKey())
        .isEmpty();
  }
}
