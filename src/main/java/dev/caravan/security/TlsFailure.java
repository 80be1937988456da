package dev.caravan.security;

import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why an encrypted connection did not come about, as far as whoever configures it can mend it. */
public enum TlsFailure {
  /** The server's certificate is not of an authority that is trusted. */
  UNTRUSTED("PKIX|valid certification path|trustAnchors parameter|Trust anchor"),
  /** The server's certificate is for other host names. */
  OTHER_NAME("No subject alternative|No name matching|hostname ?verifier|doesn't match any"),
  /** The server wants a client certificate, or another one. */
  CERTIFICATE_WANTED(
      "(fatal alert|Received).*(certificate_required|bad_certificate|unknown_ca|certificate_unknown)"
          + "|requires a valid client certificate"),
  /** The server does not encrypt. */
  NOT_ENCRYPTED("does not support SSL|unrecognized SSL message|plaintext connection"),
  /** It failed by something else. */
  NONE("(?!)");

  private final Pattern words;

  TlsFailure(String words) {
    this.words = Pattern.compile(words);
  }

  /** What the exception or one of its causes tells. */
  public static TlsFailure of(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SSLPeerUnverifiedException) {
        return OTHER_NAME;
      }
      for (TlsFailure kind : values()) {
        if (each.getMessage() != null && kind.words.matcher(each.getMessage()).find()) {
          return kind;
        }
      }
    }
    return NONE;
  }
}
