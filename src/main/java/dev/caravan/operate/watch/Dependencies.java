package dev.caravan.operate.watch;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.capture.PostgresConfig;
import dev.caravan.deliver.DeliverConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The servers this process works with, each watched where its role needs it. */
@ApplicationScoped
public class Dependencies {

  private final Optional<DependencyWatch> postgres;
  private final Optional<DependencyWatch> kafka;
  private final Optional<DependencyWatch> clickhouse;

  public Dependencies(
      CaravanConfig caravan, PostgresConfig postgres, KafkaConfig kafka, DeliverConfig deliver) {
    this.postgres =
        Optional.of(new DependencyWatch("postgres", new PostgresLook(postgres)))
            .filter(watch -> caravan.role().captures());
    this.kafka = Optional.of(new DependencyWatch("kafka", new KafkaLook(kafka)));
    this.clickhouse =
        Optional.of(new DependencyWatch("clickhouse", new ClickHouseLook(deliver)))
            .filter(watch -> caravan.role().delivers());
  }

  void start(@Observes StartupEvent event) {
    all().forEach(DependencyWatch::start);
  }

  void stop(@Observes ShutdownEvent event) {
    all().forEach(DependencyWatch::stop);
  }

  /** Nothing where this process does not capture. */
  public Optional<DependencyWatch> postgres() {
    return postgres;
  }

  public Optional<DependencyWatch> kafka() {
    return kafka;
  }

  /** Nothing where this process does not deliver. */
  public Optional<DependencyWatch> clickhouse() {
    return clickhouse;
  }

  /** Whether every server has answered for at least this long. */
  public boolean areUpFor(Duration time) {
    Instant now = Instant.now();
    return all().allMatch(watch -> watch.now().isUpFor(time, now));
  }

  private Stream<DependencyWatch> all() {
    return Stream.of(postgres, kafka, clickhouse).flatMap(Optional::stream);
  }
}
