package dev.caravan.deliver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineNamesTest {

  @Test
  void knowsTheGroupsItNames() {
    assertThat(EngineNames.isGroup(EngineNames.newGroup("caravan-orders"))).isTrue();
    assertThat(EngineNames.newGroup("caravan-orders"))
        .startsWith("caravan-orders-kafka-engine-")
        .isNotEqualTo(EngineNames.newGroup("caravan-orders"));
    assertThat(EngineNames.isGroup("caravan-orders")).isFalse();
    assertThat(EngineNames.isGroup("caravan-kafka-engine-orders")).isFalse();
  }
}
