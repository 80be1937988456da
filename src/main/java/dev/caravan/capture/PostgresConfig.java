package dev.caravan.capture;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

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
   * How long a connection may be silent before the server is asked for a sign of life on another
   * one; if none comes, the connection counts as broken. The server is told to let go of a
   * connection whose other end is silent for about as long.
   */
  @WithDefault("30s")
  @DurationMin(seconds = 1)
  Duration silenceLimit();

  /**
   * Further properties of the connections, under the JDBC driver's own names: {@code
   * caravan.postgres.properties.sslmode=verify-full}.
   */
  Map<String, String> properties();
}
