package dev.caravan.operate.watch;

import dev.caravan.capture.FailureText;
import dev.caravan.capture.PostgresConfig;
import dev.caravan.capture.source.PostgresAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Asks PostgreSQL for a 1, on one connection for as long as it lasts. */
final class PostgresLook implements Look {

  private final PostgresAccess postgres;
  private final Optional<String> secret;
  private Connection connection;

  PostgresLook(PostgresConfig config) {
    postgres = new PostgresAccess(config);
    secret = config.password();
  }

  @Override
  public void look() throws Exception {
    try {
      if (connection == null) {
        connection = postgres.query(LIMIT);
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
    } catch (SQLException | RuntimeException e) {
      forget();
      throw new IllegalStateException(FailureText.of(e, secret));
    }
  }

  private void forget() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        // It is gone either way.
      }
    }
  }
}
