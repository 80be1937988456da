package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.TableName;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowMergeTest {

  private static final ComparedTable TABLE =
      new ComparedTable(
          new TableName("inventory", "products"),
          new ClickHouseName(null, "products"),
          List.of(
              new ComparedColumn("id", ValueKind.INTEGER, "Int64"),
              new ComparedColumn("price", ValueKind.NUMBER, "Decimal(12, 2)"),
              new ComparedColumn("note", ValueKind.TEXT, "Nullable(String)")),
          1);

  @Test
  void equalSidesHaveNoDifference() throws Exception {
    // Given
    Rows postgres = rows(row("9", "1.50", null), row("10", "2.00", ""));
    Rows clickHouse = rows(row("9", "1.5", null), row("10", "2", ""));

    // When
    ComparisonResult result = merge(postgres, clickHouse);

    // Then
    assertThat(result.same()).isTrue();
    assertThat(result.postgresRows()).isEqualTo(2);
    assertThat(result)
        .hasToString("inventory.products: 2 rows in PostgreSQL, 2 in ClickHouse, all the same");
  }

  @Test
  void everyKindOfDifferenceIsNamed() throws Exception {
    // Given
    Rows postgres = rows(row("1", "1", "a"), row("2", "2", null), row("3", "3", "c"));
    Rows clickHouse =
        rows(row("2", "2.01", ""), row("3", "3", "c"), row("3", "3", "c"), row("4", "4", "d"));

    // When
    ComparisonResult result = merge(postgres, clickHouse);

    // Then
    assertThat(result.differences())
        .containsExactly(
            "[id=1] is missing in ClickHouse",
            "[id=2] price: PostgreSQL '2', ClickHouse '2.01'",
            "[id=2] note: PostgreSQL NULL, ClickHouse ''",
            "[id=3] is in ClickHouse 2 times",
            "[id=4] is in ClickHouse only");
    assertThat(result.postgresRows()).isEqualTo(3);
    assertThat(result.clickHouseRows()).isEqualTo(4);
  }

  @Test
  void onlyTheFirstDifferencesAreKept() throws Exception {
    // Given
    Rows postgres = rows(row("1", "1", null), row("2", "1", null), row("3", "1", null));

    // When
    ComparisonResult result = merge(postgres, rows(), 2);

    // Then
    assertThat(result.differenceCount()).isEqualTo(3);
    assertThat(result.differences()).hasSize(2);
    assertThat(result.toString()).endsWith("and 1 more");
  }

  @Test
  void aSideInWrongOrderIsRefused() {
    // Given
    Rows postgres = rows(row("2", "1", null), row("1", "1", null));

    // Then
    assertThatThrownBy(() -> merge(postgres, rows()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("PostgreSQL hands out inventory.products in wrong order: [id=1] after [id=2]");
  }

  private static ComparisonResult merge(Rows postgres, Rows clickHouse) throws Exception {
    return merge(postgres, clickHouse, 10);
  }

  private static ComparisonResult merge(Rows postgres, Rows clickHouse, int kept) throws Exception {
    return new RowMerge(TABLE, new Differences(kept), rows -> {}).run(postgres, clickHouse);
  }

  private static String[] row(String... values) {
    return values;
  }

  private static Rows rows(String[]... rows) {
    Iterator<String[]> iterator = List.of(rows).iterator();
    return () -> iterator.hasNext() ? iterator.next() : null;
  }
}
