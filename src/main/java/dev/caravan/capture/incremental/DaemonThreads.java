package dev.caravan.capture.incremental;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that do not keep the process from ending. */
final class DaemonThreads {

  private DaemonThreads() {}

  /** Work of one thread, one piece after the other. */
  static ExecutorService one(String name) {
    return Executors.newSingleThreadExecutor(
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
