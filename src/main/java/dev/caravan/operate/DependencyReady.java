package dev.caravan.operate;

import dev.caravan.operate.watch.Dependencies;
import dev.caravan.operate.watch.Dependency;
import dev.caravan.operate.watch.DependencyWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while each server answers; a check of its own for each, with what was seen last. */
@ApplicationScoped
public class DependencyReady {

  private final Dependencies dependencies;

  public DependencyReady(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck postgres() {
    return () -> response("postgres", dependencies.postgres());
  }

  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck kafka() {
    return () -> response("kafka", dependencies.kafka());
  }

  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck clickhouse() {
    return () -> response("clickhouse", dependencies.clickhouse());
  }

  private static HealthCheckResponse response(String name, Optional<DependencyWatch> watch) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
    if (watch.isEmpty()) {
      return response.up().withData("state", "not used in the role of this process").build();
    }
    Dependency seen = watch.get().now();
    response
        .status(seen.isUp())
        .withData("state", seen.state().name().toLowerCase(Locale.ROOT))
        .withData("since", seen.since().toString());
    if (seen.error() != null) {
      response.withData("error", seen.error());
    }
    return response.build();
  }
}
