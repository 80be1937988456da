package dev.caravan.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Encrypts in front of a server that cannot, and wants a client certificate. The engine inside
 * chdb's library opens no encrypted port.
 */
final class TlsProxy implements Closeable {

  private final SSLServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  TlsProxy(SSLContext context, int target) {
    this.target = target;
    try {
      server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
      server.setNeedClientAuth(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), LoopbackPort.free()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      open.add(client);
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client;
        Socket engine = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(engine);
      start(() -> pass(engine, client));
      pass(client, engine);
    } finally {
      open.remove(client);
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } finally {
      open.remove(from);
    }
  }

  private static void start(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException e) {
                // One side is gone, or shows no certificate; the other one sees it, too.
              }
            },
            "tls-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a thread does. */
  private interface Step {
    void run() throws IOException;
  }
}
