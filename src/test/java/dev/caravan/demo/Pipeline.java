package dev.caravan.demo;

import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.monitoring.stack.MonitoringStack;
import dev.caravan.monitoring.stack.Pace;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SandboxException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The services and the application between them, from start to end. */
final class Pipeline implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofSeconds(120);

  private final Sandbox sandbox;
  private Application application;
  private MonitoringStack monitoring;

  private Pipeline(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Starts the services; the application follows with {@link #startApplication()}. */
  static Pipeline start(Consumer<String> progress) {
    return new Pipeline(Sandbox.start(progress));
  }

  /** Starts the packaged application and returns when it calls itself ready. */
  synchronized void startApplication() {
    application = Application.on(sandbox).java("-Xmx512m", "-XX:+UseSerialGC").start();
    application.awaitReady(READY_LIMIT);
  }

  /**
   * Has Prometheus and Alertmanager watch the application, which runs by then.
   *
   * @throws IllegalStateException when they are not on this machine, with how to get them
   */
  synchronized void startMonitoring() {
    monitoring = MonitoringStack.start(sandbox, application.url(), Pace.SHIPPED, Map.of());
  }

  Connection connect() throws SQLException {
    return sandbox.postgres().connect();
  }

  ClickHouseAccess clickHouse() {
    ClickHouseService service = sandbox.clickhouse();
    return new ClickHouseAccess(
        service.url(), service.database(), service.user(), service.password());
  }

  ApplicationMetrics metrics() {
    return new ApplicationMetrics(application.url());
  }

  /**
   * @throws SandboxException with the end of its log when the application has ended
   */
  void checkApplication() {
    if (!application.isAlive()) {
      throw new SandboxException(
          "Caravan ended by itself with exit code %d; the end of its log:\n%s"
              .formatted(application.exitCode(), LogEnd.of(application.log())));
    }
  }

  /** One line a service: how a person connects to it. */
  List<String> connections() {
    PostgresService postgres = sandbox.postgres();
    ClickHouseService clickHouse = sandbox.clickhouse();
    List<String> lines = new ArrayList<>();
    Collections.addAll(
        lines,
        "PostgreSQL  psql postgresql://%s@%s:%d/%s"
            .formatted(
                credentials(postgres.user(), postgres.password()),
                postgres.host(),
                postgres.port(),
                postgres.database()),
        "Kafka       " + sandbox.kafka().bootstrapServers(),
        "ClickHouse  curl -u %s:%s '%s/?database=%s' -d 'SELECT count() FROM orders'"
            .formatted(
                clickHouse.user(), clickHouse.password(), clickHouse.url(), clickHouse.database()),
        "Caravan     %1$s/q/health  %1$s/q/metrics".formatted(application.url()));
    if (monitoring != null) {
      lines.add("Prometheus  %s/alerts".formatted(monitoring.prometheusUrl()));
      lines.add("Alerts      %s".formatted(monitoring.alertmanagerUrl()));
    }
    return lines;
  }

  private static String credentials(String user, String password) {
    return password == null || password.isEmpty() ? user : user + ":" + password;
  }

  @Override
  public synchronized void close() {
    if (monitoring != null) {
      monitoring.close();
    }
    if (application != null) {
      application.close();
    }
    sandbox.close();
  }
}
