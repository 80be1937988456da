package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RewoundRowsTest {

  @Test
  void meansTheRowsOfEachPartitionFromItsOffsetOn() {
    assertThat(RewoundRows.condition(Map.of(2, 5L, 0, 17L)))
        .isEqualTo("(_partition = 0 AND _offset >= 17) OR (_partition = 2 AND _offset >= 5)");
  }
}
