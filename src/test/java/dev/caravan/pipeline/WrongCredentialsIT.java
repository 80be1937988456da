package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import dev.caravan.capture.CaptureConfig;
import dev.caravan.capture.PostgresConfig;
import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.log.ChangeLogException;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.capture.source.SourceRefusedException;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.clickhouse.ClickHouseServer;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.sandbox.SecuredSandbox;
import dev.caravan.sandbox.SecuredSandbox.Secured;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each thing that can be wrong about an encrypted connection is named with its key. */
@Tag("native")
@ExtendWith(SecuredSandbox.class)
class WrongCredentialsIT {

  private static final String POSTGRES = "caravan.postgres.";
  private static final String KAFKA = "caravan.kafka.";
  private static final String CLICKHOUSE = "caravan.deliver.clickhouse.";

  private static SecuredPipeline encrypted;
  private static String stranger;

  @BeforeAll
  static void secure(Secured secured) {
    encrypted = new SecuredPipeline(secured);
    encrypted.pipeline().sql(Ledger.TABLE);
    encrypted.role("sql/postgres-role.sql", "inventory.orders");
    stranger = secured.certificates().stranger().toString();
  }

  @AfterAll
  static void remove() {
    encrypted.close();
  }

  @Test
  void postgresIsRefusedWithTheKey(Secured secured) {
    String port = ":" + secured.engines().postgres().port();

    postgres(
        Map.of(POSTGRES + "properties.sslrootcert", stranger),
        "PostgreSQL at localhost" + port + " shows a certificate that is not trusted",
        "caravan.postgres.properties.sslrootcert");
    postgres(
        Map.of(POSTGRES + "host", "127.0.0.1"),
        "PostgreSQL at 127.0.0.1" + port + " shows a certificate for another name",
        "caravan.postgres.host");
    postgres(
        Map.of(
            POSTGRES + "properties.sslcert", "/none.crt",
            POSTGRES + "properties.sslkey", "/none.pk8"),
        "caravan.postgres.properties.sslcert",
        "caravan.postgres.properties.sslkey");
    postgres(Map.of(POSTGRES + "properties.sslrootcert", "/none.crt"), "/none.crt", "sslrootcert");
    postgres(
        Map.of(POSTGRES + "properties.sslmode", "disable"),
        "no unencrypted connection",
        "caravan.postgres.properties.sslmode=verify-full");
    postgres(
        Map.of(POSTGRES + "password", "not-the-password"),
        "refuses the user",
        "caravan.postgres.password");
  }

  @Test
  void kafkaIsWaitedForWithTheKey(Secured secured) {
    kafka(Map.of(KAFKA + "ca-certificate", stranger), "caravan.kafka.ca-certificate");
    kafka(
        Map.of(
            KAFKA + "bootstrap-servers", secured.kafkaOfUsers().replace("localhost", "127.0.0.1")),
        "another host name",
        "caravan.kafka.bootstrap-servers");
    kafka(Map.of(KAFKA + "password", "not-the-password"), "caravan.kafka.password");
    kafka(
        Map.of(
            KAFKA + "bootstrap-servers", secured.kafkaOfCertificates(),
            KAFKA + "user", "",
            KAFKA + "password", ""),
        "caravan.kafka.client-certificate",
        "caravan.kafka.client-key");
  }

  @Test
  void clickHouseIsWaitedForWithTheKey(Secured secured) {
    clickhouse(
        Map.of(CLICKHOUSE + "ca-certificate", stranger),
        "not trusted",
        "caravan.deliver.clickhouse.ca-certificate");
    clickhouse(
        Map.of(CLICKHOUSE + "url", secured.clickHouseUrl().replace("localhost", "127.0.0.1")),
        "another host name",
        "caravan.deliver.clickhouse.url");
    clickhouse(
        Map.of(CLICKHOUSE + "password", "not-the-password"),
        "caravan.deliver.clickhouse.user",
        "caravan.deliver.clickhouse.password");
    clickhouse(
        Map.of(CLICKHOUSE + "client-certificate", "", CLICKHOUSE + "client-key", ""),
        "caravan.deliver.clickhouse.client-certificate");
  }

  private static void postgres(Map<String, String> wrong, String... words) {
    PostgresAccess access =
        new PostgresAccess(config(wrong).getConfigMapping(PostgresConfig.class));
    refuses(() -> access.query().close(), SourceRefusedException.class, words);
    refuses(() -> access.replication().close(), SourceRefusedException.class, words);
  }

  private static void kafka(Map<String, String> wrong, String... words) {
    SmallRyeConfig config = config(wrong);
    KafkaConfig kafka = config.getConfigMapping(KafkaConfig.class);
    Topics topics = new Topics(SecuredSandbox.DATABASE);
    CaptureConfig capture = config.getConfigMapping(CaptureConfig.class);
    try (ChangeLog log = new ChangeLog(kafka, capture, topics, new Relations());
        ShapeCatalog shapes =
            new ShapeCatalog(topics.schemaChanges(), KafkaClients.properties(kafka))) {
      refuses(log::open, ChangeLogException.class, words);
      refuses(shapes::refresh, DeliveryException.class, words);
    }
  }

  private static void clickhouse(Map<String, String> wrong, String... words) {
    try (ClickHouseServer server =
        new ClickHouseServer(config(wrong).getConfigMapping(DeliverConfig.class).clickhouse())) {
      refuses(() -> server.rows("SELECT 1"), DeliveryException.class, words);
    }
  }

  private static void refuses(
      ThrowingCallable action, Class<? extends Exception> as, String... words) {
    Throwable refusal = catchThrowable(action);
    assertThat(refusal).isInstanceOf(as);
    assertThat(refusal.getMessage()).contains(words).doesNotContain(encrypted.secrets());
  }

  private static SmallRyeConfig config(Map<String, String> wrong) {
    Map<String, String> settings = encrypted.settings();
    settings.putAll(wrong);
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(PostgresConfig.class)
        .withMapping(CaptureConfig.class)
        .withMapping(KafkaConfig.class)
        .withMapping(DeliverConfig.class)
        .withDefaultValues(settings)
        .build();
  }
}
