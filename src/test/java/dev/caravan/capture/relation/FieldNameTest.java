package dev.caravan.capture.relation;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.util.Strings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id", "Größe", "'q'", "\"q\"", "`q`", "\"", "\"\"", "a\"b", "x.y z", "select", "😀"
      })
  void leadsBackToTheColumnAndSurvivesUnquoting(String column) {
    // When
    String field = FieldName.of(column, new HashSet<>());

    // Then
    assertThat(FieldName.column(field)).isEqualTo(column);
    assertThat(Strings.unquoteIdentifierPart(field)).isEqualTo(field);
  }

  @Test
  void aPlainNameStaysAsItIs() {
    assertThat(FieldName.of("Order Id", new HashSet<>())).isEqualTo("Order Id");
  }

  @Test
  void namesThatDifferInCaseAloneAreKeptApart() {
    // Given
    Set<String> taken = new HashSet<>();

    // When
    List<String> fields =
        List.of(FieldName.of("id", taken), FieldName.of("Id", taken), FieldName.of("ID", taken));

    // Then
    assertThat(fields).extracting(String::toLowerCase).doesNotHaveDuplicates();
    assertThat(fields).extracting(FieldName::column).containsExactly("id", "Id", "ID");
  }
}
