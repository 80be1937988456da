package dev.caravan.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TablePathTest {

  @Test
  void readsNamesAsPeopleWriteThem() {
    assertThat(TablePath.parse("inventory.orders").path()).isEqualTo("/inventory/orders");
    assertThat(TablePath.parse("shop.Order Details").path()).isEqualTo("/shop/Order%20Details");
    assertThat(TablePath.parse("\"my.schema\".\"a/b\"").path()).isEqualTo("/my.schema/a%2Fb");
    assertThat(TablePath.parse("shop.\"a.b\"")).isEqualTo(new TablePath("shop", "a.b"));
  }

  @Test
  void saysWhatAnameLooksLike() {
    for (String name : List.of("orders", "", ".", "a.", ".b", "\"a\"")) {
      assertThatThrownBy(() -> TablePath.parse(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("inventory.orders");
    }
  }
}
