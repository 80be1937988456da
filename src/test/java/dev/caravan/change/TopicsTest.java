package dev.caravan.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = new Topics("postgres-server");

  @Test
  void namesATablesTopicAndReadsItBack() {
    // Given
    TableName orders = new TableName("inventory", "orders");

    // Then
    assertThat(topics.changes(orders)).isEqualTo("postgres-server.inventory.orders");
    assertThat(topics.tableOf("postgres-server.inventory.orders")).isEqualTo(orders);
  }

  @Test
  void refusesATopicThatIsNoTables() {
    assertThatThrownBy(() -> topics.tableOf("postgres-server.heartbeat"))
        .hasMessageContaining("postgres-server.heartbeat")
        .hasMessageContaining("<schema>.<table>");
  }
}
