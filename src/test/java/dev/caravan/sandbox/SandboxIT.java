package dev.caravan.sandbox;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SandboxIT {

  @Test
  void keepsDataOverKillsAndLeavesNothing() throws Exception {
    // Given
    // Other tests of this JVM may have a sandbox of their own.
    Set<ProcessHandle> others = ProcessHandle.current().descendants().collect(toSet());
    Sandbox sandbox = Sandbox.start(System.out::println);
    List<ProcessHandle> processes =
        ProcessHandle.current().descendants().filter(each -> !others.contains(each)).toList();
    List<Path> folders = sandbox.reaper().folders();
    try (sandbox) {
      write(sandbox);

      // When
      List.of(sandbox.postgres(), sandbox.kafka(), sandbox.clickhouse())
          .forEach(
              service -> {
                service.kill();
                service.start();
              });

      // Then
      assertThat(walLevel(sandbox.postgres())).isEqualTo("logical");
      assertThat(ids(sandbox.postgres())).isEqualTo(3);
      assertThat(firstRecord(sandbox.kafka())).isEqualTo("one");
      assertThat(sandbox.clickhouse().query("SELECT count() FROM kept")).isEqualTo("3");
      assertThat(sandbox.folder()).isDirectory();
    }
    assertThat(processes).hasSizeGreaterThan(5).noneMatch(ProcessHandle::isAlive);
    assertThat(folders).hasSize(4).noneMatch(Files::exists);
  }

  @Test
  void pausesResumesAndStops() throws Exception {
    // Given
    Sandbox sandbox = SharedSandbox.get();
    ClickHouseService clickhouse = sandbox.clickhouse();
    PostgresService postgres = sandbox.postgres();

    // When
    postgres.pause();
    postgres.resume();
    clickhouse.stop();

    // Then
    assertThat(walLevel(postgres)).isEqualTo("logical");
    assertThatThrownBy(() -> clickhouse.query("SELECT 1"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(clickhouse.url());
    clickhouse.start();
    assertThatThrownBy(() -> clickhouse.query("SELECT nothing"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("UNKNOWN_IDENTIFIER");
  }

  private static void write(Sandbox sandbox) throws Exception {
    try (Connection connection = sandbox.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT id FROM generate_series(1, 3) id");
    }
    Map<String, Object> servers = Map.of("bootstrap.servers", sandbox.kafka().bootstrapServers());
    try (Admin admin = Admin.create(servers)) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
    try (var producer =
        new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("kept", "one")).get();
    }
    sandbox.clickhouse().query("CREATE TABLE kept (id UInt64) ENGINE = MergeTree ORDER BY id");
    sandbox.clickhouse().query("INSERT INTO kept SELECT number FROM numbers(3)");
  }

  private static String walLevel(PostgresService postgres) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SHOW wal_level")) {
      answer.next();
      return answer.getString(1);
    }
  }

  private static int ids(PostgresService postgres) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT count(*) FROM kept")) {
      answer.next();
      return answer.getInt(1);
    }
  }

  private static String firstRecord(KafkaService kafka) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    TopicPartition partition = new TopicPartition("kept", 0);
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
    }
  }
}
