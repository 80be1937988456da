package dev.caravan.sandbox;

import java.io.IOException;

/** Threads that keep no JVM alive and end when their connection does. */
final class Daemon {

  private Daemon() {}

  /** What a thread does; a connection's end is no failure. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  static Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection has ended.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
