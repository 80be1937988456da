package dev.caravan.deliver.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.row.JsonValue;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.row.TextEncoder;
import dev.caravan.deliver.shape.Shapes;
import dev.caravan.deliver.table.ShapeRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectedShapesTest {

  private static final TableName TABLE = new TableName("inventory", "customers");
  private static final Column ID = column("id", 1, "int8", false, "int64");
  private static final Column EMAIL = column("email", 2, "text", false, "string");
  private static final Column CITY = column("city", 3, "text", true, "string");
  private static final Shape FIRST = shape(ID, EMAIL, CITY);

  @Test
  void leavesOutMasksHashesAndRenames() {
    // Given
    ProjectedShapes shapes =
        shapes(
            Map.of(
                "exclude", "city", "mask.email", "x", "hash.id", "sha256", "rename.id", "person"),
            FIRST);

    // When
    Shape projected = shapes.latest(TABLE).orElseThrow();

    // Then
    assertThat(projected.columns())
        .containsExactly(
            column("person", 1, "sha256(int8)", false, "string"),
            column("email", 2, "masked", false, "string"));
    assertThat(projected.primaryKey()).containsExactly("person");
    shapes.check(projected);
  }

  @Test
  void hashesPostgresTextUnderTheSalt() throws IOException {
    // Given
    ProjectedShapes shapes = shapes(Map.of("hash.id", "sha256", "rename.id", "person"), FIRST);
    Shape projected = shapes.latest(TABLE).orElseThrow();

    // When
    SourceField field = shapes.field(projected, projected.columns().get(0), new TextEncoder());

    // Then the digest is that of openssl: printf 42 | openssl dgst -sha256 -hmac 0123456789abcdef
    assertThat(field.name()).isEqualTo("id");
    assertThat(written(field, "42"))
        .isEqualTo("8d24a2a526d5f556469db8b6280e3a7b877a41155ca536be3a1f2a9d2be0eacd");
  }

  @Test
  void writesTheMaskWhateverTheValueIs() throws IOException {
    // Given
    ProjectedShapes shapes = shapes(Map.of("mask.email", "hidden"), FIRST);
    Shape projected = shapes.latest(TABLE).orElseThrow();

    // When
    SourceField field = shapes.field(projected, projected.columns().get(1), new TextEncoder());

    // Then
    assertThat(written(field, "\"a@b.c\"")).isEqualTo("hidden");
  }

  @Test
  void treatsWhatOlderRowsHoldAsTheRest() {
    // Given
    Column added = column("plan", 4, "text", false, "string", TextNode.valueOf("free"));
    ProjectedShapes shapes = shapes(Map.of("mask.plan", "hidden"), shape(ID, EMAIL, CITY, added));

    // When
    Column projected = shapes.latest(TABLE).orElseThrow().columns().get(3);

    // Then
    assertThat(projected.missing()).isEqualTo(TextNode.valueOf("hidden"));
  }

  @Test
  void takesShapesThatDifferInWhatIsLeftOutForOne() {
    // Given
    Shape second = shape(ID, EMAIL, CITY, column("phone", 4, "text", true, "string"));
    ProjectedShapes shapes = shapes(Map.of("exclude", "phone"), FIRST, second);

    // When
    Shape projected = shapes.shape(TABLE, FIRST.id());

    // Then
    assertThat(shapes.of(TABLE)).containsExactly(projected);
    assertThat(shapes.after(projected).shapes()).isEmpty();
    assertThat(shapes.hadColumn(projected, 4)).isTrue();
    shapes.check(projected);
  }

  @Test
  void refusesToTakeTheKeyAway() {
    for (Map<String, String> options : List.of(Map.of("exclude", "id"), Map.of("mask.id", "x"))) {
      ProjectedShapes shapes = shapes(options, FIRST);
      assertThatThrownBy(() -> shapes.check(shapes.latest(TABLE).orElseThrow()))
          .isInstanceOf(ShapeRefusedException.class)
          .hasMessageContaining("route people")
          .hasMessageContaining("id, which belongs to the key of inventory.customers")
          .hasMessageContaining("hash.id: sha256");
    }
  }

  @Test
  void refusesANameAnotherColumnHas() {
    ProjectedShapes shapes = shapes(Map.of("rename.city", "email"), FIRST);
    assertThatThrownBy(() -> shapes.check(shapes.latest(TABLE).orElseThrow()))
        .hasMessageContaining("route people renames a column of inventory.customers to email");
  }

  @Test
  void letsColumnsSwapTheirNames() {
    // Given
    ProjectedShapes shapes = shapes(Map.of("rename.city", "email", "rename.email", "city"), FIRST);

    // When
    Shape projected = shapes.latest(TABLE).orElseThrow();

    // Then
    shapes.check(projected);
    assertThat(shapes.field(projected, projected.columns().get(1), new TextEncoder()).name())
        .isEqualTo("email");
  }

  @Test
  void refusesAColumnThereNeverWas() {
    ProjectedShapes shapes = shapes(Map.of("exclude", "emial"), FIRST);
    assertThatThrownBy(() -> shapes.check(shapes.latest(TABLE).orElseThrow()))
        .hasMessage(
            "route people sets exclude for emial, but inventory.customers has no such column; it has city, email, id");
  }

  @Test
  void stopsRatherThanShowAColumnUnderItsNewName() {
    // Given
    Shape renamed = shape(ID, column("mail", 2, "text", false, "string"), CITY);
    ProjectedShapes shapes = shapes(Map.of("exclude", "email"), FIRST, renamed);

    // When
    // Then
    shapes.check(shapes.shape(TABLE, FIRST.id()));
    assertThatThrownBy(() -> shapes.check(shapes.shape(TABLE, renamed.id())))
        .hasMessage(
            "route people sets exclude for email of inventory.customers, which is called mail now; give the option that name");
  }

  @Test
  void asksNothingOfAColumnThatWasDropped() {
    // Given
    Shape dropped = shape(ID, CITY);
    ProjectedShapes shapes = shapes(Map.of("exclude", "email"), FIRST, dropped);

    // When
    // Then
    shapes.check(shapes.shape(TABLE, dropped.id()));
  }

  private static String written(SourceField field, String json) throws IOException {
    RowBuffer out = new RowBuffer(64);
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      field.encoder().write(JsonValue.of(parser), out);
    }
    byte[] binary = out.toByteArray();
    return new String(Arrays.copyOfRange(binary, 1, binary.length), StandardCharsets.UTF_8);
  }

  private static ProjectedShapes shapes(Map<String, String> options, Shape... announced) {
    TargetOptions parsed =
        TargetOptions.parse(
            "clickhouse:people", new HashMap<>(options), Optional.of("0123456789abcdef"));
    return new ProjectedShapes(
        new AnnouncedShapes(List.of(announced)), new Projection(parsed.columns()), "people");
  }

  /** Shapes as a topic would have them. */
  private record AnnouncedShapes(List<Shape> shapes) implements Shapes {
    @Override
    public Shape shape(TableName table, String id) {
      return shapes.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public boolean knows(TableName table, String id) {
      return shapes.stream().anyMatch(each -> each.id().equals(id));
    }

    @Override
    public List<Shape> of(TableName table) {
      return shapes;
    }

    @Override
    public void refresh() {}

    @Override
    public void refreshToEnd() {}
  }

  private static Shape shape(Column... columns) {
    return new Shape(TABLE, List.of(columns), List.of("id"), false, 77);
  }

  private static Column column(
      String name, int number, String type, boolean nullable, String encoding) {
    return column(name, number, type, nullable, encoding, null);
  }

  private static Column column(
      String name, int number, String type, boolean nullable, String encoding, JsonNode missing) {
    return new Column(name, number, type, null, null, nullable, encoding, missing, false);
  }
}
