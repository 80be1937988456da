package dev.caravan.capture.relation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.value.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

  @ParameterizedTest
  @CsvSource({
    "numeric, -1, , ",
    "numeric, 786438, 12, 2",
    "numeric, 395266, 6, -2",
    "numeric, 65536004, 1000, 0",
    "varchar, 14, 10, ",
    "bpchar, 5, 1, ",
    "bit, 8, 8, ",
    "timestamp, 0, 0, ",
    "timestamptz, -1, , ",
    "interval, 2147418115, 3, ",
    "interval, 2147483647, , ",
    "money, -1, 19, 2",
    "text, -1, , "
  })
  void readsWhatIsDeclared(String name, int modifier, Integer length, Integer scale) {
    assertThat(ColumnType.own(name, modifier, 2))
        .isEqualTo(new ColumnType(name, length, scale, Encoding.ofType(name)));
  }

  @Test
  void arraysAreNamedAfterTheirElements() {
    assertThat(ColumnType.own("numeric", 786438, 2).array())
        .isEqualTo(new ColumnType("numeric[]", 12, 2, Encoding.TEXT));
  }

  @Test
  void aTypeSomebodyCreatedIsNotTakenForOneOfPostgres() {
    assertThat(ColumnType.created("inventory", "mood").name()).isEqualTo("mood");
    assertThat(ColumnType.created("inventory", "date"))
        .isEqualTo(new ColumnType("inventory.date", null, null, Encoding.TEXT));
  }
}
