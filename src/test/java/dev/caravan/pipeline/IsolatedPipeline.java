package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.compare.ComparisonResult;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.signal.Signal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A database, a topic prefix and a ClickHouse database of a test's own on the shared sandbox, so
 * that tests do not see each other.
 */
public final class IsolatedPipeline implements AutoCloseable {

  private final Sandbox sandbox;
  private final String name;
  private final List<Application> applications = new ArrayList<>();
  private final RouteFolder routes;
  private final KafkaTopics kafka;
  private final BothSides sides = new BothSides(this::connect, this::endpoint, this::logs);

  /** Of tables whose route says nothing else: {@code -Dcaravan.via=kafka-engine} for all tests. */
  private Map<String, String> way =
      Optional.ofNullable(System.getProperty("caravan.via"))
          .map(via -> Map.of("via", via))
          .orElse(Map.of());

  private Connection postgres;

  public IsolatedPipeline(Sandbox sandbox, Class<?> test) {
    this(
        sandbox, test.getSimpleName().toLowerCase(Locale.ROOT) + "_" + System.nanoTime() % 100_000);
  }

  /**
   * @param name of the databases, the slot and the publication, and the topic prefix
   */
  IsolatedPipeline(Sandbox sandbox, String name) {
    this.sandbox = sandbox;
    this.name = name;
    this.kafka = new KafkaTopics(sandbox.kafka().bootstrapServers());
    this.routes = new RouteFolder(sandbox.folder().resolve("routes-" + name), name);
    try (Connection admin = sandbox.postgres().connect();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      this.postgres = connect();
      sql("CREATE SCHEMA inventory");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    sandbox.clickhouse().query("CREATE DATABASE " + name);
  }

  /** Has ClickHouse's Kafka engine fill the tables whose route says nothing else. */
  IsolatedPipeline byEngine() {
    way = Map.of("via", "kafka-engine");
    return this;
  }

  /** The name of its databases, slot, publication and topic prefix. */
  public String database() {
    return name;
  }

  String topicPrefix() {
    return name;
  }

  String slot() {
    return name;
  }

  /** To be called when the server was restarted. */
  void reconnect() {
    postgres = connect();
  }

  /** A further connection to the test's database. */
  Connection connect() {
    PostgresService server = sandbox.postgres();
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), name),
          server.user(),
          server.password());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs statements in the test's database, each committed by itself. */
  public void sql(String... statements) {
    try (Statement statement = postgres.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks the test's ClickHouse database. */
  String clickhouse(String sql) {
    try {
      return endpoint().query(sql).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ClickHouseAccess endpoint() {
    ClickHouseService server = sandbox.clickhouse();
    return new ClickHouseAccess(server.url(), name, server.user(), server.password());
  }

  KafkaTopics kafka() {
    return kafka;
  }

  /** Asks the applications for something. */
  void signal(Signal signal) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", sandbox.kafka().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(name + ".signals", signal.keyBytes(), signal.toBytes()));
    }
  }

  /**
   * Has a table delivered into {@code <table>_final}, by applications that run already, too. A test
   * that names no table has the routes of the repository.
   */
  void deliver(TableName... tables) {
    for (TableName table : tables) {
      deliver(table, table.table() + "_final", way);
    }
  }

  /**
   * @param target the table in ClickHouse
   * @param parameters of {@code clickhouse:} in the table's route
   */
  void deliver(TableName table, String target, Map<String, String> parameters) {
    routes.add(table, target, parameters);
  }

  /** The routes folder of the test's own. */
  RouteFolder routes() {
    return routes;
  }

  /** The application pointed at the test's own place; stopped with the pipeline. */
  Application.Builder application() {
    Application.Builder builder = Application.on(sandbox);
    if (!routes.isEmpty()) {
      builder.routes(routes.path());
    }
    return builder
        // Most live for seconds: what the second compiler does is not worth it.
        .java("-Xmx384m", "-XX:+UseSerialGC")
        .set("caravan.postgres.database", name)
        .set("caravan.capture.slot", name)
        .set("caravan.capture.publication", name)
        .set("caravan.topic-prefix", name)
        .set("caravan.deliver.group-prefix", name)
        .set("caravan.deliver.clickhouse.database", name);
  }

  /** Starts it and remembers to stop it. */
  Application start(Application.Builder builder) {
    ClassData.provide(sandbox);
    Application application = builder.start();
    applications.add(application);
    return application;
  }

  ComparisonResult compare(TableName table) {
    return sides.compare(table);
  }

  /** Waits until both sides hold the same rows, for as long as they still come closer. */
  public void awaitEqual(TableName... tables) {
    sides.awaitEqual(tables);
  }

  /** Whether both sides hold the same rows now. */
  boolean areEqual(TableName... tables) {
    return sides.areEqual(tables);
  }

  /** The ends of the applications' logs. */
  String logs() {
    StringBuilder logs = new StringBuilder();
    for (Application application : applications) {
      String log = application.log();
      logs.append("--- application ").append(application.pid()).append('\n');
      logs.append(log.substring(Math.max(0, log.length() - 4000)));
    }
    return logs.toString();
  }

  /**
   * Lets the application create its ClickHouse tables for the empty source tables, then makes it
   * forget that it ever ran: what comes next begins with a snapshot.
   */
  void createTargets(TableName... tables) {
    Application first = start(application());
    awaitTargets(tables);
    first.stop();
    dropSlot();
    kafka().deleteTopics(topicPrefix() + ".");
  }

  /** Waits until ClickHouse has the tables, which comes before their first row. */
  void awaitTargets(TableName... tables) {
    for (TableName table : tables) {
      await(table + " has a target")
          .atMost(Duration.ofSeconds(60))
          .until(() -> clickhouse("EXISTS " + table.table() + "_final").equals("1"));
    }
  }

  void dropSlot() {
    await("slot is free")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                sql(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE slot_name = '"
                        + slot()
                        + "'"));
  }

  /** Kills every application of the test. */
  void stopApplications() {
    applications.forEach(Application::kill);
  }

  @Override
  public void close() {
    stopApplications();
    dropSlot();
    try (Connection admin = sandbox.postgres().connect();
        Statement statement = admin.createStatement()) {
      postgres.close();
      statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    sandbox.clickhouse().query("DROP DATABASE " + name);
    kafka.deleteTopics(topicPrefix() + ".");
    kafka.close();
  }
}
