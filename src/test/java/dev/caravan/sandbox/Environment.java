package dev.caravan.sandbox;

import java.util.Map;
import java.util.Optional;

/** The environment variables that name servers to use instead of own ones. */
record Environment(Map<String, String> variables) {

  /** {@code jdbc:postgresql://host:port/database?user=..&password=..}. */
  static final String POSTGRES_URL = "CARAVAN_SANDBOX_POSTGRES_URL";

  /** {@code host:port}. */
  static final String KAFKA = "CARAVAN_SANDBOX_KAFKA";

  /** {@code http://user:password@host:port/database}. */
  static final String CLICKHOUSE_URL = "CARAVAN_SANDBOX_CLICKHOUSE_URL";

  static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  /** Names nothing. */
  static Environment none() {
    return new Environment(Map.of());
  }

  Optional<PostgresService> postgres() {
    return value(POSTGRES_URL).map(ExternalPostgres::new);
  }

  Optional<KafkaService> kafka() {
    return value(KAFKA).map(ExternalKafka::new);
  }

  Optional<ClickHouseService> clickhouse() {
    return value(CLICKHOUSE_URL).map(ExternalClickHouse::of);
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }
}
