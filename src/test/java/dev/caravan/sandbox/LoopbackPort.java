package dev.caravan.sandbox;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free ports of 127.0.0.1, below those the system gives to outgoing connections: a client that
 * retries a port of that range can connect to itself, and a killed server would not get it back.
 * None is given twice while this JVM lives, neither by it nor by another.
 */
public final class LoopbackPort {

  private static final int LOWEST = 15_000;
  private static final int ABOVE = 32_000;

  /** A server listens seconds after it got its port; until then the port of UDP stands for it. */
  private static final Collection<DatagramSocket> GIVEN = new ConcurrentLinkedQueue<>();

  private LoopbackPort() {}

  public static int free() {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, ABOVE))
        .limit(1_000)
        .filter(port -> isFree(port) && take(port))
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

  private static boolean take(int port) {
    try {
      GIVEN.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
      return true;
    } catch (SocketException e) {
      return false;
    }
  }
}
