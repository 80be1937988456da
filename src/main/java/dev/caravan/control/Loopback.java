package dev.caravan.control;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of this machine that nobody else can reach. Asks no name server. */
final class Loopback {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1|\\[(::1|0:0:0:0:0:0:0:1)]");

  private Loopback() {}

  /** Whether a host, as it is configured, is the loopback. */
  static boolean is(String host) {
    return ADDRESS.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether what a browser names, {@code host:port} or {@code scheme://host:port}, is it. */
  static boolean isNamedBy(String authority) {
    try {
      URI uri = new URI(authority.contains("://") ? authority : "http://" + authority);
      return uri.getHost() != null && is(uri.getHost());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
