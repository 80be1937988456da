package dev.caravan.capture.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/** A connection that notices when the server is gone or unreachable; see {@link HeardInput}. */
final class HeardSocket extends Socket {

  private static final int KEEP_ALIVE_PROBES = 4;

  private final Duration limit;
  private volatile int timeout;
  private InputStream input;

  /**
   * @param limit how long the server may be silent before it is asked for a sign of life
   */
  HeardSocket(Duration limit) throws SocketException {
    this.limit = limit;
    super.setSoTimeout(sliceMillis());
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      input =
          new HeardInput(
              super.getInputStream(),
              limit,
              () -> ServerPresence.at(getRemoteSocketAddress(), limit),
              () -> timeout == 0);
    }
    return input;
  }

  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    timeout = millis;
    super.setSoTimeout(millis == 0 ? sliceMillis() : millis);
  }

  @Override
  public int getSoTimeout() {
    return timeout;
  }

  /**
   * A path that forgot the connection shows only when something is sent, even while nobody asks.
   */
  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    super.setKeepAlive(on);
    try {
      int seconds = (int) Math.max(1, limit.toSeconds() / KEEP_ALIVE_PROBES);
      setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
      setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds);
      setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
    } catch (IOException | UnsupportedOperationException e) {
      // The system's own intervals hold then.
      return;
    }
  }

  private int sliceMillis() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit.toMillis()));
  }
}
