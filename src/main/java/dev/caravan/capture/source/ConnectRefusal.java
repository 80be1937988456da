package dev.caravan.capture.source;

import dev.caravan.capture.PostgresConfig;
import dev.caravan.security.TlsFailure;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLState;

/** Tells a connection that is configured wrongly from one that can't be had now. */
final class ConnectRefusal {

  private static final String PROPERTIES = "caravan.postgres.properties.";
  private static final Pattern UNENCRYPTED = Pattern.compile("no encryption|SSL off");
  private static final Pattern FILE =
      Pattern.compile("SSL (root )?certificate|SSL key file|SSL context");

  private final PostgresConfig config;

  ConnectRefusal(PostgresConfig config) {
    this.config = config;
  }

  /** What is wrong and the remedy; nothing when waiting may help. */
  Optional<String> of(SQLException e) {
    return Optional.ofNullable(tls(e)).or(() -> Optional.ofNullable(login(e)));
  }

  private String tls(SQLException e) {
    String why = oneLine(e);
    String what =
        switch (TlsFailure.of(e)) {
          case UNTRUSTED ->
              "shows a certificate that is not trusted ("
                  + why
                  + "): set "
                  + PROPERTIES
                  + "sslrootcert to the certificate of its authority";
          case OTHER_NAME ->
              "shows a certificate for another name (" + why + "): correct caravan.postgres.host";
          case CERTIFICATE_WANTED ->
              "wants another client certificate ("
                  + why
                  + "): correct "
                  + PROPERTIES
                  + "sslcert and "
                  + PROPERTIES
                  + "sslkey";
          case NOT_ENCRYPTED ->
              "does not encrypt ("
                  + why
                  + "): switch ssl on there, or correct "
                  + PROPERTIES
                  + "sslmode";
          case NONE ->
              FILE.matcher(why).find()
                  ? "can't be asked ("
                      + why
                      + "): correct "
                      + PROPERTIES
                      + "sslrootcert, "
                      + PROPERTIES
                      + "sslcert and "
                      + PROPERTIES
                      + "sslkey; the key is PKCS#8 in DER, or PKCS#12"
                  : null;
        };
    return what == null
        ? null
        : "PostgreSQL at %s:%d ".formatted(config.host(), config.port()) + what;
  }

  private String login(SQLException e) {
    String state = e.getSQLState();
    if (PSQLState.INVALID_AUTHORIZATION_SPECIFICATION.getState().equals(state)
        && UNENCRYPTED.matcher(oneLine(e)).find()) {
      return "PostgreSQL at %s:%d takes no unencrypted connection of the user '%s' (%s): set"
              .formatted(config.host(), config.port(), config.user(), oneLine(e))
          + " caravan.postgres.properties.sslmode=verify-full";
    }
    if (PSQLState.INVALID_PASSWORD.getState().equals(state)
        || PSQLState.INVALID_AUTHORIZATION_SPECIFICATION.getState().equals(state)) {
      return "PostgreSQL at %s:%d refuses the user '%s' (%s): correct caravan.postgres.user and"
              .formatted(config.host(), config.port(), config.user(), oneLine(e))
          + " caravan.postgres.password";
    }
    if (SqlStates.UNKNOWN_DATABASE.equals(state)) {
      return "PostgreSQL at %s:%d has no database '%s': correct caravan.postgres.database"
          .formatted(config.host(), config.port(), config.database());
    }
    if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(state)) {
      return "the user '%s' may not replicate (%s): run ALTER ROLE \"%s\" REPLICATION, or set"
              .formatted(config.user(), oneLine(e), config.user().replace("\"", "\"\""))
          + " caravan.postgres.user to a role that may";
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "no host is known by the name '%s': correct caravan.postgres.host"
            .formatted(config.host());
      }
    }
    return null;
  }

  private static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }
}
