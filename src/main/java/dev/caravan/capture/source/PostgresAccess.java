package dev.caravan.capture.source;

import dev.caravan.capture.PostgresConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections to the source, and says in the user's words why one can't be opened. */
public final class PostgresAccess {

  /** What its sessions are called in PostgreSQL's views. */
  static final String APPLICATION = "caravan";

  private static final int LOGIN_TIMEOUT_SECONDS = 10;

  private final PostgresConfig config;

  public PostgresAccess(PostgresConfig config) {
    this.config = config;
  }

  /**
   * A connection for queries.
   *
   * @throws SourceRefusedException when user, password or database are wrong
   * @throws SQLException when the server can't be reached now
   */
  public Connection query() throws SQLException {
    return open(new Properties());
  }

  /**
   * A connection for queries, which together with each of them must not take longer than given.
   *
   * @see #query()
   */
  public Connection query(Duration limit) throws SQLException {
    Properties properties = new Properties();
    PGProperty.LOGIN_TIMEOUT.set(properties, (int) limit.toSeconds());
    PGProperty.SOCKET_TIMEOUT.set(properties, (int) limit.toSeconds());
    return open(properties);
  }

  /**
   * A connection for queries whose results come as PostgreSQL's own text of the values.
   *
   * @see #query()
   * @see TextSettings
   */
  public Connection text() throws SQLException {
    Properties properties = new Properties();
    PGProperty.BINARY_TRANSFER.set(properties, false);
    return withTextSettings(open(properties));
  }

  /**
   * A connection that speaks the replication protocol, with {@link TextSettings}.
   *
   * @throws SourceRefusedException when user, password, database or rights are wrong
   * @throws SQLException when the server can't be reached now
   */
  public Connection replication() throws SQLException {
    Properties properties = new Properties();
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    return withTextSettings(open(properties));
  }

  private static Connection withTextSettings(Connection connection) throws SQLException {
    try {
      TextSettings.apply(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Where the database is, in the driver's words. */
  String url() {
    return "jdbc:postgresql://" + config.host() + ":" + config.port() + "/" + config.database();
  }

  /** What every connection is opened with, and what is this one's own. */
  Properties properties(Properties own) {
    Properties properties = new Properties();
    properties.putAll(HeardSockets.properties(config.silenceLimit()));
    config.properties().forEach(properties::setProperty);
    // What a connection is for is not for the user to change.
    properties.putAll(own);
    PGProperty.USER.set(properties, config.user());
    config.password().ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
    PGProperty.APPLICATION_NAME.set(properties, APPLICATION);
    PGProperty.CONNECT_TIMEOUT.set(properties, LOGIN_TIMEOUT_SECONDS);
    return properties;
  }

  private Connection open(Properties own) throws SQLException {
    try {
      Connection connection = new Driver().connect(url(), properties(own));
      ServerPatience.limit(connection, config.silenceLimit());
      return connection;
    } catch (SQLException e) {
      Optional<String> refusal = new ConnectRefusal(config).of(e);
      if (refusal.isPresent()) {
        throw new SourceRefusedException(refusal.get(), e);
      }
      throw e;
    }
  }
}
