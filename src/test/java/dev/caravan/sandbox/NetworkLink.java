package dev.caravan.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between a client and one server of the sandbox, which can fail as networks do: packets
 * vanish, connections are reset, everything takes longer. Clients connect to {@link #port()}.
 */
public final class NetworkLink implements AutoCloseable {

  private static final int BACKLOG = 1_000;

  private final ServerSocket entrance;
  private final LinkWeather weather = new LinkWeather();
  private final Set<LinkedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile InetSocketAddress server;

  private NetworkLink(ServerSocket entrance, InetSocketAddress server) {
    this.entrance = entrance;
    this.server = server;
  }

  /** A link to a port of the loopback; the entrance is a free one. */
  public static NetworkLink to(int serverPort) {
    return between(LoopbackPort.free(), serverPort);
  }

  /** A link with an entrance that the server has told its clients of. */
  public static NetworkLink between(int entrancePort, int serverPort) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      ServerSocket entrance = new ServerSocket();
      entrance.setReuseAddress(true);
      entrance.bind(new InetSocketAddress(loopback, entrancePort), BACKLOG);
      NetworkLink link = new NetworkLink(entrance, new InetSocketAddress(loopback, serverPort));
      Daemon.start("link-" + entrancePort, link::accept);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + entrancePort, e);
    }
  }

  /** Where clients connect to, on 127.0.0.1. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** New connections go to another port of the loopback, as to another server of a name. */
  public void leadTo(int serverPort) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
  }

  /**
   * Packets vanish: connections stay open and no byte passes, nor does an end of one; a new one
   * gets no answer. What was sent meanwhile arrives after {@link #mend()}.
   */
  public void cut() {
    weather.cut();
  }

  /** Both ends of every connection see it reset; new ones are taken. */
  public void reset() {
    connections.forEach(LinkedConnection::reset);
  }

  /** Every chunk of at most 64 KB takes so long to pass, one after the other. */
  public void slow(Duration chunk) {
    weather.slow(chunk);
  }

  /** All is well again. */
  public void mend() {
    weather.mend();
  }

  /** Connections that are open now. */
  public int connections() {
    return connections.size();
  }

  private void accept() throws IOException, InterruptedException {
    while (!entrance.isClosed()) {
      Socket client = entrance.accept();
      Daemon.start("link-" + port(), () -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException, InterruptedException {
    weather.awaitPassage(0);
    Socket target = new Socket();
    LinkedConnection connection = new LinkedConnection(client, target, weather);
    connections.add(connection);
    try {
      target.connect(server);
      connection.run();
    } finally {
      connection.reset();
      connections.remove(connection);
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
    weather.mend();
  }
}
