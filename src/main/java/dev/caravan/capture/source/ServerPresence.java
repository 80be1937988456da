package dev.caravan.capture.source;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Whether a PostgreSQL server answers at all: asks on a new connection whether it speaks TLS, which
 * it says to anybody and logs nothing of.
 */
final class ServerPresence {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** The protocol's SSLRequest: its length, and a code. */
  private static final byte[] QUESTION = ByteBuffer.allocate(8).putInt(8).putInt(80877103).array();

  private ServerPresence() {}

  /**
   * @param limit how long to wait for an answer, up to 5 s
   */
  static boolean at(SocketAddress address, Duration limit) {
    int millis = (int) (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toMillis();
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(millis);
      socket.connect(address, millis);
      socket.getOutputStream().write(QUESTION);
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
