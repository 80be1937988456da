package dev.caravan.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The server of {@value Environment#POSTGRES_URL}. */
final class ExternalPostgres implements PostgresService, ExternalService {

  private final Properties parsed;

  ExternalPostgres(String url) {
    parsed = Driver.parseURL(url, null);
    if (parsed == null || PGProperty.USER.getOrDefault(parsed) == null) {
      throw new SandboxException(
          Environment.POSTGRES_URL
              + " must read jdbc:postgresql://host:port/database?user=..&password=..");
    }
  }

  @Override
  public String variable() {
    return Environment.POSTGRES_URL;
  }

  @Override
  public String host() {
    return PGProperty.PG_HOST.getOrDefault(parsed);
  }

  @Override
  public int port() {
    return Integer.parseInt(PGProperty.PG_PORT.getOrDefault(parsed));
  }

  @Override
  public String database() {
    return PGProperty.PG_DBNAME.getOrDefault(parsed);
  }

  @Override
  public String user() {
    return PGProperty.USER.getOrDefault(parsed);
  }

  @Override
  public String password() {
    String password = PGProperty.PASSWORD.getOrDefault(parsed);
    return password == null ? "" : password;
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host() + ":" + port() + "/" + database();
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user(), password());
  }

  @Override
  public void keepCopy() {
    throw refusal("copied");
  }

  @Override
  public void restoreCopy() {
    throw refusal("restored");
  }
}
