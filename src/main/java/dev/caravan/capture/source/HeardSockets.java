package dev.caravan.capture.source;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import javax.net.SocketFactory;
import org.postgresql.PGProperty;

/**
 * Makes the sockets of all connections to the source. The JDBC driver makes an instance by the
 * class's name.
 */
@RegisterForReflection
public final class HeardSockets extends SocketFactory {

  private final Duration limit;

  /**
   * @param limitMillis how long the server may be silent before it is asked for a sign of life
   */
  public HeardSockets(String limitMillis) {
    this.limit = Duration.ofMillis(Long.parseLong(limitMillis));
  }

  /** The driver's properties that have it use such sockets. */
  public static Map<String, String> properties(Duration limit) {
    return Map.of(
        PGProperty.SOCKET_FACTORY.getName(),
        HeardSockets.class.getName(),
        PGProperty.SOCKET_FACTORY_ARG.getName(),
        Long.toString(limit.toMillis()),
        PGProperty.TCP_KEEP_ALIVE.getName(),
        "true");
  }

  @Override
  public Socket createSocket() throws IOException {
    return new HeardSocket(limit);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw unconnected();
  }

  private static UnsupportedOperationException unconnected() {
    return new UnsupportedOperationException("the driver connects the sockets itself");
  }
}
