package dev.caravan.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free ports of 127.0.0.1, below those the system gives to outgoing connections: a client that
 * retries a port of that range can connect to itself, and a killed server would not get it back.
 */
final class LoopbackPort {

  private static final int LOWEST = 15_000;
  private static final int ABOVE = 32_000;

  private LoopbackPort() {}

  static int free() {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, ABOVE))
        .limit(1_000)
        .filter(LoopbackPort::isFree)
        .findFirst()
        .orElseThrow(
            () -> new SandboxException("No free port from " + LOWEST + " to " + (ABOVE - 1)));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
