package dev.caravan.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.table.TargetName;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetMetersTest {

  @Test
  void asksOnceForATableThatSeveralRoutesWriteAndQuotesWhatItAsksFor() {
    // When
    String sql =
        TargetMeters.sql(
            List.of(
                new TargetName("default", "orders_final"),
                new TargetName("default", "orders_final"),
                new TargetName("shop", "o'hara_final")));

    // Then
    assertThat(sql).contains("(('default','orders_final'),('shop','o\\'hara_final'))");
  }
}
