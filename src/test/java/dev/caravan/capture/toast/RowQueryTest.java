package dev.caravan.capture.toast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowQueryTest {

  private static final TableName TABLE = new TableName("shop", "Order Details");

  @Test
  void asksForEachRowByItsWholeKey() {
    assertThat(new RowQuery(TABLE, false, List.of("a", "B\"c"), List.of("doc", "data")).sql(2))
        .isEqualTo(
            "SELECT 0, \"doc\", \"data\" FROM ONLY \"shop\".\"Order Details\""
                + " WHERE \"a\" = ? AND \"B\"\"c\" = ?"
                + " UNION ALL SELECT 1, \"doc\", \"data\" FROM ONLY \"shop\".\"Order Details\""
                + " WHERE \"a\" = ? AND \"B\"\"c\" = ?");
  }

  @Test
  void asksWhetherTheRowIsThereWhenNoColumnIs() {
    assertThat(new RowQuery(TABLE, true, List.of("a"), List.of()).sql(1))
        .isEqualTo("SELECT 0 FROM \"shop\".\"Order Details\" WHERE \"a\" = ?");
  }
}
