package dev.caravan.capture;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;
import java.util.Optional;

/** The source database. */
@ConfigMapping(prefix = "caravan.postgres")
public interface PostgresConfig {

  /** The server's host name or address. */
  @WithDefault("localhost")
  @NotBlank
  String host();

  /** The server's port. */
  @WithDefault("5432")
  @Min(1)
  @Max(65535)
  int port();

  /** The database whose changes are captured; a slot belongs to one database. */
  @WithDefault("postgres")
  @NotBlank
  String database();

  /**
   * Who reads. Needs {@code LOGIN} and {@code REPLICATION}, {@code SELECT} on the captured tables,
   * and, unless the publication exists already, {@code CREATE} on the database and ownership of the
   * tables.
   */
  @WithDefault("postgres")
  @NotBlank
  String user();

  /** The user's password; none when absent. */
  Optional<String> password();

  /**
   * Further properties of the connections, under the JDBC driver's own names: {@code
   * caravan.postgres.properties.sslmode=verify-full}.
   */
  Map<String, String> properties();
}
