package dev.caravan.check.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.check.spec.Expectation;
import dev.caravan.check.spec.Expectation.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowDifferenceTest {

  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("id", "Int32");
    TYPES.put("name", "String");
    TYPES.put("_version", "UInt64");
  }

  @Test
  void saysNothingOfRowsInAnotherOrderAndOfEqualOnes() {
    assertThat(differences(List.of("1 a", "2 b", "2 b"), List.of("2 b", "1 a", "2 b"))).isEmpty();
  }

  @Test
  void countsEqualRows() {
    assertThat(differences(List.of("1 a"), List.of("1 a", "1 a")))
        .containsExactly("line 1: t has a row too many: {id: 1, name: a}");
  }

  @Test
  void setsARowBesideTheOneMostLikeIt() {
    assertThat(differences(List.of("1 a", "2 b"), List.of("2 c", "1 a")))
        .containsExactly("line 11: t instead of {id: 2, name: b}: name is c (String), not b");
  }

  @Test
  void namesARowThatIsLacking() {
    assertThat(differences(List.of("1 a", "2 b"), List.of("1 a")))
        .containsExactly("line 11: t lacks {id: 2, name: b}");
  }

  @Test
  void looksAtChosenColumnsAlone() {
    // Given
    Expectation expected =
        new Expectation(1, "t", List.of("id"), List.of(new Row(2, Map.of("id", "1"))));

    // When, Then
    assertThat(RowDifference.of(expected, actual(List.of("1 whatever")))).isEmpty();
  }

  @Test
  void namesAColumnThereIsNot() {
    // Given
    Expectation expected =
        new Expectation(
            1, "t", List.of(), List.of(new Row(2, Map.of("id", "1", "name", "a", "no", "x"))));

    // When, Then
    assertThat(RowDifference.of(expected, actual(List.of("1 a"))))
        .containsExactly("line 1: t has no column no; it has id, name, _version");
  }

  private static List<String> differences(List<String> expected, List<String> actual) {
    List<Row> rows =
        expected.stream()
            .map(each -> each.split(" "))
            .map(each -> Map.<String, Object>of("id", each[0], "name", each[1]))
            .map(
                each ->
                    new Row(10 + expected.indexOf(each.get("id") + " " + each.get("name")), each))
            .toList();
    return RowDifference.of(new Expectation(1, "t", List.of(), rows), actual(actual));
  }

  private static TargetRows actual(List<String> rows) {
    return new TargetRows(
        TYPES,
        rows.stream()
            .map(each -> each.split(" "))
            .map(
                each ->
                    Map.<String, JsonNode>of(
                        "id",
                        IntNode.valueOf(Integer.parseInt(each[0])),
                        "name",
                        TextNode.valueOf(each[1]),
                        "_version",
                        IntNode.valueOf(7)))
            .toList());
  }
}
