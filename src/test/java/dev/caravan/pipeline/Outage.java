package dev.caravan.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Something that happens to a server or to the network before it.
 *
 * @param time how long it lasts
 */
record Outage(Engine engine, Kind kind, Duration time) {

  private static final Duration SLOW_CHUNK = Duration.ofMillis(50);

  /** What can happen. */
  enum Kind {
    /** SIGKILL, and a start after the time. */
    KILL,
    /** An orderly stop, and a start after the time. */
    STOP,
    /** SIGSTOP: connections stay open, nothing answers. */
    FREEZE,
    /** No packet passes. */
    CUT,
    /** Every connection is reset, once at the beginning and once at the end. */
    RESET,
    /** Every chunk takes long to pass. */
    SLOW
  }

  /** Begins it, waits, and ends it. */
  void strike() throws InterruptedException {
    switch (kind) {
      case KILL -> engine.service().kill();
      case STOP -> engine.service().stop();
      case FREEZE -> engine.service().pause();
      case CUT -> engine.link().cut();
      case RESET -> engine.link().reset();
      case SLOW -> engine.link().slow(SLOW_CHUNK);
      default -> throw new IllegalStateException(kind.toString());
    }
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    switch (kind) {
      case KILL, STOP -> engine.service().start();
      case FREEZE -> engine.service().resume();
      case RESET -> engine.link().reset();
      default -> engine.link().mend();
    }
  }

  /** Has all of them happen at the same time. */
  static void strike(List<Outage> outages) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (Outage outage : outages) {
      running.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  outage.strike();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              task -> new Thread(task, "outage").start()));
    }
    running.forEach(CompletableFuture::join);
  }

  @Override
  public String toString() {
    return "%s %s %.1f s".formatted(engine.name(), kind, time.toMillis() / 1000.0);
  }
}
