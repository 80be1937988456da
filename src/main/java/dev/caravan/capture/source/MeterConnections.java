package dev.caravan.capture.source;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The connection by which the slot's meters are asked for: opened as the capture's own are, when it
 * is first needed, and given up when the server does not answer.
 */
public final class MeterConnections {

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Set<String> CREDENTIALS =
      Set.of(PGProperty.USER.getName(), PGProperty.PASSWORD.getName());

  private MeterConnections() {}

  /** A pool of one connection. */
  public static AgroalDataSource of(PostgresAccess postgres) throws SQLException {
    Properties own = new Properties();
    PGProperty.SOCKET_TIMEOUT.set(own, (int) PATIENCE.toSeconds());
    PGProperty.LOGIN_TIMEOUT.set(own, (int) PATIENCE.toSeconds());
    Properties properties = postgres.properties(own);
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled(false)
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(1)
                        .acquisitionTimeout(PATIENCE)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                            factory -> {
                              factory
                                  .connectionProviderClass(Driver.class)
                                  .jdbcUrl(postgres.url())
                                  .principal(
                                      new NamePrincipal(PGProperty.USER.getOrDefault(properties)));
                              String password = PGProperty.PASSWORD.getOrDefault(properties);
                              if (password != null) {
                                factory.credential(new SimplePassword(password));
                              }
                              properties.stringPropertyNames().stream()
                                  .filter(name -> !CREDENTIALS.contains(name))
                                  .forEach(
                                      name ->
                                          factory.jdbcProperty(name, properties.getProperty(name)));
                              return factory;
                            })));
  }
}
