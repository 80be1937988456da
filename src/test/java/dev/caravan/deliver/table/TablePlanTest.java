package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePlanTest {

  private static final TargetName TARGET = new TargetName("default", "orders_final");
  private static final Column ID = column("id", 1, "int8");
  private static final Shape NEW = shape(ID, column("b", 2, "int4"));
  private final List<TargetColumn> columns = new ArrayList<>();

  @Test
  void leavesATableAloneThatIsReady() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "Int32", 2, "int4");
    column("of the user", "String");

    // When
    // Then
    assertThat(steps(NEW)).isEmpty();
  }

  @Test
  void addsAColumnThatShowsWhatOlderRowsHold() {
    // Given
    column("id", "Int64", 1, "int8");
    Column added =
        new Column("note", 2, "text", null, null, true, "string", new TextNode("it's"), false);

    // When
    // Then
    assertThat(steps(shape(ID, added)))
        .containsExactly(
            "ADD COLUMN IF NOT EXISTS `note` Nullable(String) DEFAULT CAST('it\\'s', 'Nullable(String)') COMMENT 'PostgreSQL"
                + " column 2: text'");
  }

  @Test
  void refusesAColumnWhoseOlderRowsHoldUnknownValues() {
    // Given
    column("id", "Int64", 1, "int8");
    Column added =
        new Column("at", 2, "int4", null, null, false, "int32", IntNode.valueOf(1), true);

    // When
    // Then
    assertThat(steps(shape(ID, added)))
        .containsExactly(
            "inventory.orders got column at with a default that differs by row; run in ClickHouse:"
                + " ALTER TABLE `default`.`orders_final` ADD COLUMN `at` Int32 COMMENT 'PostgreSQL"
                + " column 2: int4'; then in PostgreSQL: UPDATE \"inventory\".\"orders\" SET"
                + " \"at\" = \"at\", which sends every row again");
  }

  @Test
  void renamesByNumber() {
    // Given
    column("id", "Int64", 1, "int8");
    column("a", "Int32", 2, "int4");

    // When
    // Then
    assertThat(steps(NEW)).containsExactly("RENAME COLUMN IF EXISTS `a` TO `b`");
  }

  @Test
  void swapsNamesByWayOfAThird() {
    // Given
    column("id", "Int64", 1, "int8");
    column("a", "Int32", 2, "int4");
    column("b", "Int32", 3, "int4");

    // When
    // Then
    assertThat(steps(shape(ID, column("b", 2, "int4"), column("a", 3, "int4"))))
        .containsExactly(
            "RENAME COLUMN IF EXISTS `a` TO `a_renamed_2`",
            "RENAME COLUMN IF EXISTS `b` TO `a`",
            "RENAME COLUMN IF EXISTS `a_renamed_2` TO `b`");
  }

  @Test
  void keepsTheValuesOfADroppedColumnWhoseNameAnotherOneGets() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "Int32", 2, "int4");
    Shape again = shape(ID, column("b", 3, "text"));

    // When
    // Then
    assertThat(steps(again))
        .containsExactly(
            "MODIFY COLUMN IF EXISTS `b` Nullable(Int32)",
            "RENAME COLUMN IF EXISTS `b` TO `b_dropped_2`",
            "ADD COLUMN IF NOT EXISTS `b` String COMMENT 'PostgreSQL column 3: text'");
    assertThat(steps(again, true))
        .containsExactly(
            "DROP COLUMN IF EXISTS `b`",
            "ADD COLUMN IF NOT EXISTS `b` String COMMENT 'PostgreSQL column 3: text'");
  }

  @Test
  void keepsOrDropsWhatTheSourceHasNoMore() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "Int32", 2, "int4");
    column("c", "Nullable(Int32)", 3, "int4");
    column("list", "Array(Nullable(Int32))", 4, "int4[]");

    // When
    // Then
    assertThat(steps(shape(ID))).containsExactly("MODIFY COLUMN IF EXISTS `b` Nullable(Int32)");
    assertThat(steps(shape(ID), true))
        .containsExactly(
            "DROP COLUMN IF EXISTS `b`",
            "DROP COLUMN IF EXISTS `c`",
            "DROP COLUMN IF EXISTS `list`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Int16 | int2 | int8 | | | MODIFY COLUMN IF EXISTS `b` Int64 COMMENT 'int8'",
        "Nullable(Int16) | int2 | int4 | | | MODIFY COLUMN IF EXISTS `b` Nullable(Int32) COMMENT 'int4'",
        "Int64 | int4 | int8 | | | COMMENT COLUMN IF EXISTS `b` 'int8'",
        "Float32 | float4 | float8 | | | MODIFY COLUMN IF EXISTS `b` Float64 COMMENT 'float8'",
        "Decimal(10, 2) | numeric(10,2) | numeric | 12 | 2 | MODIFY COLUMN IF EXISTS `b` Decimal(12, 2) COMMENT 'numeric(12,2)'",
        "Decimal(10, 2) | numeric(10,2) | numeric | 14 | 4 | MODIFY COLUMN IF EXISTS `b` Decimal(14, 4) COMMENT 'numeric(14,4)'",
        "Decimal(10, 2) | numeric(10,2) | numeric | | | COMMENT COLUMN IF EXISTS `b` 'numeric'",
        "String | varchar(5) | varchar | 9 | | COMMENT COLUMN IF EXISTS `b` 'varchar(9)'",
        "String | varchar(5) | text | | | COMMENT COLUMN IF EXISTS `b` 'text'",
        "DateTime64(6, 'UTC') | timestamp(0) | timestamp | | | COMMENT COLUMN IF EXISTS `b` 'timestamp'"
      })
  void widensWithoutLoss(
      String type, String held, String wanted, Integer length, Integer scale, String step) {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", type, 2, held);

    // When
    List<String> steps = steps(shape(ID, column("b", 2, wanted, length, scale)));

    // Then
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).replace("PostgreSQL column 2: ", "")).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "String | text | int4 | | | Int32",
        "Int64 | int8 | int4 | | | Int32",
        "String | json | jsonb | | | String",
        "String | bpchar(3) | bpchar | 5 | | String",
        "String | float4 | float8 | | | Float64",
        "String | numeric(100,2) | numeric | 102 | 4 | String",
        "Decimal(10, 2) | numeric(10,2) | numeric | 10 | 1 | Decimal(10, 1)",
        "DateTime64(6, 'UTC') | timestamp | timestamp | 0 | | DateTime64(6, 'UTC')"
      })
  void refusesWhatMayHaveChangedValuesNamingBothTypesAndTheRemedy(
      String type, String held, String wanted, Integer length, Integer scale, String natural) {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", type, 2, held);
    Column changed = column("b", 2, wanted, length, scale);

    // When
    List<String> steps = steps(shape(ID, changed));

    // Then
    assertThat(steps)
        .containsExactly(
            ("column b of inventory.orders was %s and is %s now, and PostgreSQL changed the values"
                    + " of its rows without saying so; run in ClickHouse: ALTER TABLE"
                    + " `default`.`orders_final` MODIFY COLUMN `b` %s COMMENT 'PostgreSQL column 2:"
                    + " %s'; then in PostgreSQL: UPDATE \"inventory\".\"orders\" SET \"b\" = \"b\","
                    + " which sends every row again")
                .formatted(held, SourceType.of(changed), natural, SourceType.of(changed)));
  }

  @Test
  void takesTheCommentForTheUsersWordThatTheValuesAreInLine() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "String", 2, "jsonb");

    // When
    // Then
    assertThat(steps(shape(ID, column("b", 2, "jsonb")))).isEmpty();
  }

  @Test
  void makesRoomForNullButNeverInTheKey() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "Int32", 2, "int4");
    column("list", "Array(Nullable(Int32))", 3, "int4[]");

    // When
    // Then
    assertThat(steps(shape(nullable(ID), nullable(column("b", 2, "int4")))))
        .containsExactly("MODIFY COLUMN IF EXISTS `b` Nullable(Int32)");
    assertThat(steps(shape(ID, nullable(column("list", 3, "int4[]")))).toString())
        .contains("may be NULL now", "MODIFY COLUMN `list` Nullable(String)");
  }

  @Test
  void leavesColumnsOfOtherMakingAsTheyAre() {
    // Given
    column("id", "Int64");
    column("b", "Int64");

    // When
    // Then
    assertThat(steps(shape(ID, nullable(column("b", 2, "int4"))))).isEmpty();
    assertThat(steps(shape(ID, column("b", 2, "text"))).toString())
        .contains("column b of inventory.orders is text now", "has it as Int64");
  }

  @Test
  void refusesAnotherKeyUnlessALaterShapeHasIt() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "Int32", 2, "int4");
    Shape other = new Shape(NEW.table(), NEW.columns(), List.of("id", "b"));

    // When
    // Then
    assertThat(steps(other))
        .containsExactly(
            "the key of inventory.orders is [id, b] now, but ClickHouse table default.orders_final"
                + " is ordered by [id], which ClickHouse cannot change; run in ClickHouse: DROP"
                + " VIEW IF EXISTS `default`.`orders`; RENAME TABLE `default`.`orders_final` TO"
                + " `default`.`orders_final_old`, and Caravan makes a new table at once; then in"
                + " PostgreSQL: UPDATE \"inventory\".\"orders\" SET \"id\" = \"id\", which sends"
                + " every row again");
    assertThat(steps(other, NEW)).isEmpty();
  }

  @Test
  void refusesARenamedOrWidenedKeyColumn() {
    // Given
    column("id", "Int32", 1, "int4");

    // When
    // Then
    assertThat(steps(new Shape(NEW.table(), List.of(column("nr", 1, "int4")), List.of("nr"))))
        .singleElement()
        .asString()
        .contains("column id", "is nr int4 now", "RENAME TABLE");
    assertThat(steps(shape(ID))).singleElement().asString().contains("is id int8 now");
  }

  @Test
  void neverTakesBackWhatALaterShapeHas() {
    // Given
    column("id", "Int64", 1, "int8");
    column("renamed", "Int64", 2, "int8");
    column("added", "Int32", 3, "int4");
    Shape later = shape(ID, column("renamed", 2, "int8"), column("added", 3, "int4"));

    // When
    // Then
    assertThat(steps(NEW, later)).isEmpty();
    assertThat(steps(later)).isEmpty();
  }

  @Test
  void keepsWhatAnOldShapeHasAndLaterOnesHaveNot() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "String", 3, "text");
    Shape later = shape(ID, column("b", 3, "text"));

    // When
    // Then
    assertThat(steps(NEW, later))
        .containsExactly(
            "ADD COLUMN IF NOT EXISTS `b_dropped_2` Int32 COMMENT 'PostgreSQL column 2: int4'");
    assertThat(TablePlan.of(table(), NEW, new LaterShapes(List.of(later)), true)).isEmpty();
    column("b_dropped_2", "Nullable(Int32)", 2, "int4");
    assertThat(steps(NEW, later)).isEmpty();
  }

  @Test
  void refusesTheTableOfAnotherSource() {
    // Given
    TargetTable table =
        TargetTable.of(TARGET, columns, "MergeTree", "Caravan: every change of inventory.other");

    // When
    // Then
    assertThat(TablePlan.of(table, NEW, LaterShapes.NONE, false).toString())
        .contains("was made for another table", "inventory.other", "not for inventory.orders");
  }

  @Test
  void makesATableThatIsEmptyTheOneOfATableCreatedAnew() {
    // Given
    column("id", "Int64", 1, "int8");
    column("b", "Int32", 2, "int4");
    Shape anew = new Shape(NEW.table(), NEW.columns(), NEW.primaryKey(), false, 8);
    Shape other = new Shape(NEW.table(), NEW.columns(), List.of("b"), false, 8);
    String comment = "Caravan: every change of inventory.orders";

    // When
    // Then
    assertThat(TablePlan.of(table(comment + " (relation 8)"), anew, LaterShapes.NONE, false))
        .isEmpty();
    assertThat(TablePlan.of(table(comment), anew, LaterShapes.NONE, false))
        .containsExactly(new TableChange.Claim(comment + " (relation 8)", null));
    assertThat(TablePlan.of(table("mine"), anew, LaterShapes.NONE, false)).isEmpty();
    assertThat(TablePlan.of(table(comment + " (relation 7)"), anew, LaterShapes.NONE, false))
        .containsExactly(
            new TableChange.Claim(
                comment + " (relation 8)",
                "inventory.orders was dropped and created anew in PostgreSQL; ClickHouse table"
                    + " default.orders_final still holds the rows of the old one; run in"
                    + " ClickHouse: DROP VIEW IF EXISTS `default`.`orders`; RENAME TABLE"
                    + " `default`.`orders_final` TO `default`.`orders_final_old` (or DROP TABLE"
                    + " `default`.`orders_final`), upon which Caravan makes a new one"));
    assertThat(TablePlan.of(table(comment + " (relation 7)"), other, LaterShapes.NONE, false))
        .hasSize(2)
        .last()
        .isInstanceOf(TableChange.Refusal.class);
  }

  @Test
  void readsNothingIntoTheNumbersOfATableCreatedAnew() {
    // Given
    column("id", "Int64", 1, "int8");
    column("old", "Int32", 2, "int4");
    Shape old = relation(7, ID, column("b", 2, "int4"));
    Shape anew = relation(8, ID, column("old", 2, "int4"));

    // When
    // Then
    assertThat(steps(old, anew)).contains("RENAME COLUMN IF EXISTS `old` TO `b`");
    assertThat(steps(old, relation(7, ID, column("old", 2, "int4")))).isEmpty();
  }

  @Test
  void refusesATableWithoutItsOwnColumnsAndSourcesThatUseTheirNames() {
    // Given
    column("id", "Int64");
    TargetTable without = TargetTable.of(TARGET, List.copyOf(columns));

    // When
    // Then
    assertThat(TablePlan.of(without, NEW, LaterShapes.NONE, false).toString())
        .contains("has no column _version UInt64");
    assertThat(steps(shape(ID, column("_offset", 2, "int4"))).toString())
        .contains("has a column _offset, a name Caravan's own columns have");
  }

  private void column(String name, String type) {
    columns.add(new TargetColumn(name, type, name.equals("id")));
  }

  private void column(String name, String type, int number, String source) {
    columns.add(
        TargetColumn.of(
            name, type, name.equals("id"), "PostgreSQL column " + number + ": " + source));
  }

  private TargetTable table() {
    return table("");
  }

  private TargetTable table(String comment) {
    List<TargetColumn> all = new ArrayList<>(columns);
    DeliveryColumns.names()
        .forEach(name -> all.add(new TargetColumn(name, DeliveryColumns.type(name), false)));
    return TargetTable.of(TARGET, all, "", comment);
  }

  private List<String> steps(Shape shape, Shape... later) {
    return steps(shape, false, later);
  }

  /** What is run, without what all statements begin with; of a refusal its message. */
  private List<String> steps(Shape shape, boolean dropColumns, Shape... later) {
    return TablePlan.of(table(), shape, new LaterShapes(List.of(later)), dropColumns).stream()
        .map(
            step ->
                step instanceof TableChange.Refusal refusal
                    ? refusal.message()
                    : TableDdl.change(TARGET, step)
                        .replace("ALTER TABLE " + TARGET.quoted() + " ", ""))
        .toList();
  }

  private static Column nullable(Column column) {
    return new Column(
        column.name(),
        column.number(),
        column.type(),
        null,
        null,
        true,
        column.encoding(),
        null,
        false);
  }

  private static Column column(String name, int number, String type) {
    return column(name, number, type, null, null);
  }

  private static Column column(
      String name, int number, String type, Integer length, Integer scale) {
    String encoding =
        switch (type) {
          case "int2" -> "int16";
          case "int4" -> "int32";
          case "int8" -> "int64";
          case "float4" -> "float32";
          case "float8" -> "float64";
          case "timestamp" -> "io.debezium.time.MicroTimestamp";
          case "int4[]" -> "array:int32";
          default -> "string";
        };
    return new Column(name, number, type, length, scale, false, encoding, null, false);
  }

  private static Shape shape(Column... columns) {
    return new Shape(new TableName("inventory", "orders"), List.of(columns), List.of("id"));
  }

  private static Shape relation(long relation, Column... columns) {
    return new Shape(NEW.table(), List.of(columns), List.of("id"), false, relation);
  }
}
