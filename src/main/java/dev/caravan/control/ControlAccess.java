package dev.caravan.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/** Who may use {@code /control}. */
final class ControlAccess {

  private static final String BEARER = "bearer ";
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /**
   * What a request says about who sent it; each may be null.
   *
   * @param authorization the header Authorization
   * @param host the header Host, {@code 127.0.0.1:8083}
   * @param origin the header Origin, which browsers send for the page that asks
   */
  record Caller(String authorization, String host, String origin) {}

  /** Why a request is refused. */
  record Refusal(int status, String message) {}

  private final Optional<byte[]> token;
  private final String boundTo;

  /**
   * @param boundTo the host the HTTP interface listens on
   */
  ControlAccess(Optional<String> token, String boundTo) {
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    this.boundTo = boundTo;
  }

  /** Nothing when the request may go on. */
  Optional<Refusal> check(Caller caller) {
    if (token.isPresent()) {
      return presents(caller.authorization(), token.get())
          ? Optional.empty()
          : refuse(
              UNAUTHORIZED,
              "the header 'Authorization: Bearer <token>' is missing or its token is not that of"
                  + " caravan.control.token");
    }
    if (!Loopback.is(boundTo)) {
      return refuse(
          FORBIDDEN,
          "closed: the application listens on %s and has no caravan.control.token; set one of 16 or more characters, or quarkus.http.host=127.0.0.1"
              .formatted(boundTo));
    }
    // A web page somewhere must not ask through the browser of somebody who sits at this machine.
    if (caller.origin() != null && !Loopback.isNamedBy(caller.origin())
        || caller.host() != null && !Loopback.isNamedBy(caller.host())) {
      return refuse(
          FORBIDDEN,
          "closed to web pages and other names of this machine; call it as 127.0.0.1 or localhost, or set caravan.control.token");
    }
    return Optional.empty();
  }

  /** Takes as long whatever is wrong with it. */
  private static boolean presents(String authorization, byte[] token) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return false;
    }
    byte[] presented =
        authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(presented, token);
  }

  private static Optional<Refusal> refuse(int status, String message) {
    return Optional.of(new Refusal(status, message));
  }
}
