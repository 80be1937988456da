package dev.caravan;

import dev.caravan.security.TlsFailure;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Which configuration key to look at when Kafka can't be worked with. */
public final class KafkaRemedy {

  private KafkaRemedy() {}

  /** The remedy as the end of a sentence; empty when waiting is all there is to do. */
  public static String of(Throwable failure) {
    String tls = tls(TlsFailure.of(failure));
    if (!tls.isEmpty()) {
      return tls;
    }
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SaslAuthenticationException) {
        return ": correct caravan.kafka.user and caravan.kafka.password";
      }
      if (each instanceof UnsupportedSaslMechanismException
          || each instanceof IllegalSaslStateException) {
        return ": correct caravan.kafka.user and caravan.kafka.sasl-mechanism";
      }
      if (each instanceof AuthorizationException) {
        return ": grant it to the user Kafka knows Caravan by";
      }
      if (each instanceof TimeoutException) {
        return ": no broker answers as caravan.kafka.bootstrap-servers, caravan.kafka.tls and"
            + " caravan.kafka.user say";
      }
    }
    return "";
  }

  private static String tls(TlsFailure failure) {
    return switch (failure) {
      case UNTRUSTED ->
          ": the broker's certificate is not trusted; set caravan.kafka.ca-certificate to that of"
              + " its authority";
      case OTHER_NAME ->
          ": the broker's certificate is for another host name; correct"
              + " caravan.kafka.bootstrap-servers";
      case CERTIFICATE_WANTED ->
          ": the broker wants another client certificate; correct caravan.kafka.client-certificate"
              + " and caravan.kafka.client-key";
      case NOT_ENCRYPTED -> ": the broker does not encrypt there; correct caravan.kafka.tls";
      case NONE -> "";
    };
  }
}
