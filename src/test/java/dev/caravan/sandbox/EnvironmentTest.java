package dev.caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void namesNoServerByDefault() {
    // Given
    Environment environment = new Environment(Map.of(Environment.KAFKA, " "));

    // When, Then
    assertThat(environment.postgres()).isEmpty();
    assertThat(environment.kafka()).isEmpty();
    assertThat(environment.clickhouse()).isEmpty();
  }

  @Test
  void namesAPostgres() {
    // Given
    String url = "jdbc:postgresql://db.example:5433/shop?user=me&password=secret";

    // When
    PostgresService postgres = new ExternalPostgres(url);

    // Then
    assertThat(postgres.host()).isEqualTo("db.example");
    assertThat(postgres.port()).isEqualTo(5433);
    assertThat(postgres.database()).isEqualTo("shop");
    assertThat(postgres.user()).isEqualTo("me");
    assertThat(postgres.password()).isEqualTo("secret");
    assertThat(postgres.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/shop");
  }

  @Test
  void namesAClickHouse() {
    // Given
    String url = "http://me:se:cret@ch.example:8123/shop";

    // When
    ClickHouseService clickhouse = ExternalClickHouse.of(url);

    // Then
    assertThat(clickhouse.url()).isEqualTo("http://ch.example:8123");
    assertThat(clickhouse.user()).isEqualTo("me");
    assertThat(clickhouse.password()).isEqualTo("se:cret");
    assertThat(clickhouse.database()).isEqualTo("shop");
  }

  @Test
  void saysHowAnAddressMustRead() {
    // When, Then
    assertThatThrownBy(() -> ExternalClickHouse.of("localhost:8123"))
        .hasMessageContaining(Environment.CLICKHOUSE_URL)
        .hasMessageContaining("http://user:password@host:port/database");
    assertThatThrownBy(() -> new ExternalPostgres("localhost:5432"))
        .hasMessageContaining(Environment.POSTGRES_URL);
  }

  @Test
  void refusesToKillWhatIsNotItsOwn() {
    // Given
    KafkaService kafka = new ExternalKafka("broker.example:9092");

    // When, Then
    assertThatThrownBy(kafka::kill)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("CARAVAN_SANDBOX_KAFKA is not the sandbox's own")
        .hasMessageContaining("killed");
  }
}
