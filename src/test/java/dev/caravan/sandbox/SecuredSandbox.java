package dev.caravan.sandbox;

import dev.caravan.security.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The three engines, encrypted and with users of few rights, shared by all tests of a JVM. The
 * administrator of each still comes in unencrypted, from this machine, for what tests look at.
 */
public final class SecuredSandbox implements ParameterResolver {

  private static final String HOST = "localhost";

  /** One database's; what the ClickHouse user may do is known before it starts. */
  public static final String DATABASE = "secured";

  /** The sandbox with what is to know of it. */
  public record Secured(
      Sandbox engines,
      Certificates certificates,
      String kafkaOfUsers,
      String kafkaOfCertificates,
      String clickHouseUrl) {

    public String user() {
      return Security.USER;
    }

    public String postgresPassword() {
      return Security.POSTGRES_PASSWORD;
    }

    public String kafkaPassword() {
      return Security.KAFKA_PASSWORD;
    }

    public String clickHousePassword() {
      return Security.CLICKHOUSE_PASSWORD;
    }
  }

  public static Secured get() {
    return Holder.SECURED;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Secured.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return get();
  }

  private static Secured start() {
    Sandbox[] started = new Sandbox[1];
    try {
      List<String> grants = SqlFile.of("sql/clickhouse-user.sql").grants("analytics", DATABASE);
      Sandbox sandbox =
          Sandbox.startSecured(
              System.out::println, folder -> new Security(new Certificates(folder), grants));
      started[0] = sandbox;
      Certificates certificates = sandbox.security().certificates();
      encrypt(sandbox.postgres(), certificates);
      SecuredKafka kafka = (SecuredKafka) sandbox.kafka();
      TlsProxy proxy =
          new TlsProxy(
              new PemFiles(
                      Optional.of(certificates.authority()),
                      Optional.of(certificates.server()),
                      Optional.of(certificates.serverKey()))
                  .context(),
              sandbox.clickhouse().httpPort());
      return new Secured(
          sandbox,
          certificates,
          HOST + ":" + kafka.userPort(),
          HOST + ":" + kafka.certificatePort(),
          "https://" + HOST + ":" + proxy.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new SandboxException("PostgreSQL cannot be encrypted", e);
    }
  }

  /** Through SQL, so that whoever PostgreSQL runs as owns the files. */
  private static void encrypt(PostgresService postgres, Certificates certificates)
      throws SQLException, IOException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(file("server.crt", certificates.server()));
      statement.execute(file("server.key", certificates.serverKey()));
      statement.execute(file("authority.crt", certificates.authority()));
      statement.execute(
          write(
              "pg_hba.conf",
              """
              host    all %s  127.0.0.1/32 scram-sha-256
              hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca
              """
                  .formatted(postgres.user())));
      statement.execute("ALTER SYSTEM SET ssl_cert_file = 'server.crt'");
      statement.execute("ALTER SYSTEM SET ssl_key_file = 'server.key'");
      statement.execute("ALTER SYSTEM SET ssl_ca_file = 'authority.crt'");
      statement.execute("ALTER SYSTEM SET ssl = on");
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static String file(String name, Path content) throws IOException {
    return write(name, Files.readString(content));
  }

  /** COPY writes a row a line, so each line is one. */
  private static String write(String name, String content) {
    return "COPY (SELECT line FROM unnest(string_to_array('%s', E'\\n')) line) TO PROGRAM 'umask 077; cat > %s'"
        .formatted(content.strip(), name);
  }

  /** Loaded, and so started, at the first use only. */
  private static final class Holder {
    private static final Secured SECURED = start();
  }
}
