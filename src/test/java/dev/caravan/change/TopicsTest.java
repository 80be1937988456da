package dev.caravan.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "Order Details, postgres-server.shop.Order-20Details",
    "a.b-c, postgres-server.shop.a-2Eb-2Dc",
    "größe, postgres-server.shop.gr-C3-B6-C3-9Fe"
  })
  void aNameKafkaDoesNotAllowIsWrittenInHex(String table, String topic) {
    // Given
    TableName name = new TableName("shop", table);

    // Then
    assertThat(topics.changes(name)).isEqualTo(topic);
    assertThat(topics.tableOf(topic)).isEqualTo(name);
  }

  @Test
  void knowsTheLongestNameKafkaTakes() {
    // Given names PostgreSQL takes, of 63 bytes
    TableName plain = new TableName("s".repeat(63), "t".repeat(63));
    TableName escaped = new TableName("ä".repeat(31), "t".repeat(63));

    // Then
    assertThat(topics.hasRoomFor(plain)).isTrue();
    assertThat(topics.hasRoomFor(escaped)).isFalse();
  }

  @Test
  void tellsTheTopicsOfDeadLettersFromAllOthers() {
    // Given
    TableName odd = new TableName("shop", "Order.Details");

    // Then
    assertThat(topics.deadLetters(odd)).isEqualTo("postgres-server.shop.Order-2EDetails.dlq");
    assertThat(topics.tableOfDeadLetters(topics.deadLetters(odd))).contains(odd);
    assertThat(topics.tableOfDeadLetters(topics.changes(odd))).isEmpty();
    assertThat(topics.tableOfDeadLetters(topics.changes(new TableName("shop", "dlq")))).isEmpty();
    assertThat(topics.tableOfDeadLetters(topics.deadLetterMarks())).isEmpty();
    assertThat(topics.tableOfDeadLetters("other.shop.orders.dlq")).isEmpty();
  }

  @Test
  void refusesATopicThatIsNoTables() {
    assertThatThrownBy(() -> topics.tableOf("postgres-server.heartbeat"))
        .hasMessageContaining("postgres-server.heartbeat")
        .hasMessageContaining("<schema>.<table>");
  }
}
