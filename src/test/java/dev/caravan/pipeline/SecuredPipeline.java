package dev.caravan.pipeline;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Certificates;
import dev.caravan.sandbox.SecuredSandbox;
import dev.caravan.sandbox.SecuredSandbox.Secured;
import dev.caravan.sandbox.SqlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline whose application comes in encrypted everywhere, as the user the shipped SQL makes.
 * One at a time: what the ClickHouse user may do is for one database.
 */
final class SecuredPipeline implements AutoCloseable {

  private final Secured secured;
  private final IsolatedPipeline pipeline;

  SecuredPipeline(Secured secured) {
    this.secured = secured;
    this.pipeline = new IsolatedPipeline(secured.engines(), SecuredSandbox.DATABASE);
  }

  IsolatedPipeline pipeline() {
    return pipeline;
  }

  /**
   * Runs a script that ships with Caravan as its comments say.
   *
   * @param tables what it is to publish, in place of those it names
   */
  void role(String script, String tables) {
    try {
      for (String statement : SqlFile.of(script).statements()) {
        pipeline.sql(
            statement
                .replace("DATABASE shop", "DATABASE " + pipeline.database())
                .replace("'change-me'", "'" + secured.postgresPassword().replace("'", "''") + "'")
                .replace("inventory.orders, inventory.customers", tables)
                .replaceFirst("PUBLICATION caravan", "PUBLICATION " + pipeline.slot()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With every connection encrypted: certificate and password towards all but Kafka. */
  Application.Builder application() {
    Application.Builder builder = pipeline.application();
    settings().forEach(builder::set);
    return builder;
  }

  /** Where the engines are, who logs in, and whom to trust. */
  Map<String, String> settings() {
    Certificates certificates = secured.certificates();
    Map<String, String> settings = new HashMap<>();
    settings.put("caravan.postgres.host", "localhost");
    settings.put("caravan.postgres.port", Integer.toString(secured.engines().postgres().port()));
    settings.put("caravan.postgres.database", pipeline.database());
    settings.put("caravan.postgres.user", secured.user());
    settings.put("caravan.postgres.password", secured.postgresPassword());
    settings.put("caravan.postgres.properties.sslmode", "verify-full");
    settings.put("caravan.postgres.properties.sslrootcert", certificates.authority().toString());
    settings.put("caravan.postgres.properties.sslcert", certificates.client().toString());
    settings.put("caravan.postgres.properties.sslkey", certificates.clientKeyDer().toString());
    settings.put("caravan.kafka.bootstrap-servers", secured.kafkaOfUsers());
    settings.put("caravan.kafka.ca-certificate", certificates.authority().toString());
    settings.put("caravan.kafka.user", secured.user());
    settings.put("caravan.kafka.password", secured.kafkaPassword());
    String clickhouse = "caravan.deliver.clickhouse.";
    settings.put(clickhouse + "url", secured.clickHouseUrl());
    settings.put(clickhouse + "user", secured.user());
    settings.put(clickhouse + "password", secured.clickHousePassword());
    settings.put(clickhouse + "ca-certificate", certificates.authority().toString());
    settings.put(clickhouse + "client-certificate", certificates.client().toString());
    settings.put(clickhouse + "client-key", certificates.clientKey().toString());
    return settings;
  }

  Application start(Application.Builder builder) {
    return pipeline.start(builder);
  }

  /** Keys of {@link #application()} that hold secrets, with their values. */
  List<String> secrets() {
    return List.of(
        secured.postgresPassword(), secured.kafkaPassword(), secured.clickHousePassword());
  }

  @Override
  public void close() {
    pipeline.stopApplications();
    pipeline.sql(
        "DROP PUBLICATION IF EXISTS " + pipeline.slot(),
        "DROP PUBLICATION IF EXISTS " + pipeline.slot() + "_inserts",
        """
        DO $$ BEGIN
          IF EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
            DROP OWNED BY %1$s; DROP ROLE %1$s;
          END IF;
        END $$"""
            .formatted(secured.user()));
    pipeline.close();
  }
}
