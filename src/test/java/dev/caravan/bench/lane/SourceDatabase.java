package dev.caravan.bench.lane;

import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A bench's own database in PostgreSQL. */
public final class SourceDatabase implements AutoCloseable {

  private final Sandbox sandbox;
  private final String name;
  private final Connection connection;

  private SourceDatabase(Sandbox sandbox, String name) throws SQLException {
    this.sandbox = sandbox;
    this.name = name;
    this.connection = connect();
  }

  public static SourceDatabase create(Sandbox sandbox, String bench) throws SQLException {
    String name = "bench_" + bench;
    try (Connection admin = sandbox.postgres().connect();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    SourceDatabase database = new SourceDatabase(sandbox, name);
    database.execute("CREATE SCHEMA inventory");
    return database;
  }

  public String name() {
    return name;
  }

  /** Without user and password. */
  public String jdbcUrl() {
    PostgresService server = sandbox.postgres();
    return "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), name);
  }

  /** The bench's own connection, in auto-commit mode; not to be closed. */
  public Connection connection() {
    return connection;
  }

  /** A further one, closed by the caller. */
  public Connection connect() throws SQLException {
    return connect(new Properties());
  }

  /**
   * @param properties further ones, under the driver's names
   */
  public Connection connect(Properties properties) throws SQLException {
    Properties all = new Properties();
    all.putAll(properties);
    all.setProperty("user", sandbox.postgres().user());
    all.setProperty("password", sandbox.postgres().password());
    return DriverManager.getConnection(jdbcUrl(), all);
  }

  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row; null when there is none. */
  public String ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
