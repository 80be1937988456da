package dev.caravan.deliver.clickhouse;

import com.clickhouse.client.api.ServerException;
import dev.caravan.security.TlsFailure;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Which configuration key to look at when ClickHouse can't be worked with. */
final class Remedy {

  private static final int UNKNOWN_DATABASE = 81;
  private static final int UNKNOWN_USER = 192;
  private static final int WRONG_PASSWORD = 193;
  private static final int SYNTAX_ERROR = 62;
  private static final int UNKNOWN_CLUSTER = 701;
  private static final int NO_DDL_QUEUE = 392;
  private static final int ACCESS_DENIED = 497;
  private static final int AUTHENTICATION_FAILED = 516;

  private static final Set<Class<?>> BROKEN_OFF =
      Set.of(SocketException.class, SSLException.class, NoHttpResponseException.class);

  private Remedy() {}

  /**
   * The same for a server that did not answer.
   *
   * @param root the last cause of the error
   * @param mayLackCertificate whether the connection is encrypted and shows no certificate: a
   *     server that wants one breaks it off, and often before it could say so
   */
  static String of(Throwable error, Throwable root, boolean mayLackCertificate) {
    String remedy = tls(TlsFailure.of(error));
    if (remedy.isEmpty() && mayLackCertificate && BROKEN_OFF.contains(root.getClass())) {
      return ": if it wants a client certificate, set caravan.deliver.clickhouse.client-certificate"
          + " and caravan.deliver.clickhouse.client-key";
    }
    return remedy.isEmpty() ? of(root) : remedy;
  }

  /** The remedy as the end of a sentence; empty when waiting is all there is to do. */
  static String of(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return ": correct caravan.deliver.clickhouse.url";
    }
    if (!(cause instanceof ServerException refusal)) {
      return "";
    }
    return switch (refusal.getCode()) {
      case UNKNOWN_DATABASE ->
          ": create the database, or correct caravan.deliver.clickhouse.database";
      case UNKNOWN_USER, WRONG_PASSWORD, AUTHENTICATION_FAILED ->
          ": correct caravan.deliver.clickhouse.user and caravan.deliver.clickhouse.password";
      case UNKNOWN_CLUSTER -> ": correct caravan.deliver.clickhouse.cluster";
      case NO_DDL_QUEUE ->
          ": caravan.deliver.clickhouse.cluster needs <distributed_ddl> and Keeper in the server's"
              + " configuration";
      case SYNTAX_ERROR -> macro(String.valueOf(refusal.getMessage()));
      case ACCESS_DENIED -> ": grant it to caravan.deliver.clickhouse.user";
      default -> "";
    };
  }

  private static String macro(String message) {
    return message.contains("No macro")
        ? ": define it in the server's configuration under <macros>, or set"
            + " caravan.deliver.clickhouse.replica-path and caravan.deliver.clickhouse.replica-name"
        : "";
  }

  private static String tls(TlsFailure failure) {
    return switch (failure) {
      case UNTRUSTED ->
          ": the server's certificate is not trusted; set"
              + " caravan.deliver.clickhouse.ca-certificate to that of its authority";
      case OTHER_NAME ->
          ": the server's certificate is for another host name; correct"
              + " caravan.deliver.clickhouse.url";
      case CERTIFICATE_WANTED ->
          ": the server wants another client certificate; correct"
              + " caravan.deliver.clickhouse.client-certificate and"
              + " caravan.deliver.clickhouse.client-key";
      case NOT_ENCRYPTED ->
          ": the server does not encrypt there; correct caravan.deliver.clickhouse.url";
      case NONE -> "";
    };
  }
}
