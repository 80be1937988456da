package dev.caravan.sandbox;

import java.io.IOException;
import java.net.Socket;

/** One connection through a link, both ways. */
final class LinkedConnection {

  private static final int CHUNK = 64 << 10;

  private final Socket client;
  private final Socket server;
  private final LinkWeather weather;

  LinkedConnection(Socket client, Socket server, LinkWeather weather) {
    this.client = client;
    this.server = server;
    this.weather = weather;
  }

  /** Returns when both directions have ended. */
  void run() throws IOException, InterruptedException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Thread back = Daemon.start("link-back", () -> pump(server, client));
    pump(client, server);
    back.join();
  }

  /** Both ends see a reset. */
  void reset() {
    abort(client);
    abort(server);
  }

  private void pump(Socket from, Socket to) throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int read = 0; read >= 0; read = from.getInputStream().read(chunk)) {
        weather.awaitPassage(read);
        to.getOutputStream().write(chunk, 0, read);
      }
      weather.awaitPassage(0);
      to.shutdownOutput();
    } catch (IOException e) {
      // The end of one side is passed on to the other, but only where packets pass.
      weather.awaitPassage(0);
      reset();
    }
  }

  private static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing left to close.
    }
  }
}
