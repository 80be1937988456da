package dev.caravan.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Starts each server, or takes the one the environment names, and says so.
 *
 * @param security null for servers without
 */
record Startup(
    Reaper reaper, Environment environment, Consumer<String> progress, Security security) {

  PostgresService postgres() {
    Instant begin = Instant.now();
    PostgresService external = environment.postgres().orElse(null);
    if (external != null) {
      return announced(external, "PostgreSQL", external.jdbcUrl());
    }
    LocalPostgres postgres =
        new LocalPostgres(
            reaper,
            PostgresPrograms.ofClassPath().unpacked(Cache.ofUser(reaper)),
            security == null ? "md5" : "scram-sha-256");
    postgres.start();
    return announced(postgres, "PostgreSQL", postgres.jdbcUrl(), begin);
  }

  KafkaService kafka() {
    Instant begin = Instant.now();
    KafkaService external = environment.kafka().orElse(null);
    if (external != null) {
      return announced(external, "Kafka", external.bootstrapServers());
    }
    KafkaService kafka =
        security == null ? new LocalKafka(reaper) : new SecuredKafka(reaper, security);
    kafka.start();
    return announced(kafka, "Kafka", kafka.bootstrapServers(), begin);
  }

  ClickHouseService clickhouse() {
    Instant begin = Instant.now();
    ClickHouseService external = environment.clickhouse().orElse(null);
    if (external != null) {
      return announced(external, "ClickHouse", external.url());
    }
    LocalClickHouse clickhouse = new LocalClickHouse(reaper, engine(), security);
    clickhouse.start();
    return announced(clickhouse, "ClickHouse", clickhouse.url(), begin);
  }

  private ClickHouseEngine engine() {
    return Session.onPath("clickhouse")
        .<ClickHouseEngine>map(ClickHouseEngine.Server::new)
        .orElseGet(this::chdb);
  }

  private ClickHouseEngine chdb() {
    String system = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    NpmPackage wanted =
        NpmPackage.chdb(system, architecture)
            .orElseThrow(
                () ->
                    new SandboxException(
                        "No ClickHouse to fetch is known for %s on %s. Install 'clickhouse', or name a server in %s"
                            .formatted(system, architecture, Environment.CLICKHOUSE_URL)));
    ChdbFetch fetch = new ChdbFetch(wanted, reaper, progress);
    return new ClickHouseEngine.Chdb(fetch.library(Cache.ofUser(reaper)));
  }

  private <S extends Service> S announced(S service, String name, String where) {
    progress.accept("%s: %s, not the sandbox's own".formatted(name, where));
    return service;
  }

  private <S extends Service> S announced(S service, String name, String where, Instant begin) {
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    progress.accept("%s: %s, ready after %.1f s".formatted(name, where, seconds));
    return service;
  }
}
