package dev.caravan.operate.watch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks every few seconds for what only a restart cures: a full heap, threads that lock each other.
 */
@ApplicationScoped
public class JvmWatch {

  private static final long EVERY_MILLIS = 5_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<MemoryPoolMXBean> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP && isOld(pool))
          .toList();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(
              collector ->
                  heap.stream()
                      .anyMatch(
                          pool -> List.of(collector.getMemoryPoolNames()).contains(pool.getName())))
          .toList();
  private final HeapPressure pressure = new HeapPressure();
  private volatile double left;
  private volatile boolean exhausted;
  private volatile List<String> deadlocked = List.of();
  private long[] suspects = {};
  private ScheduledExecutorService thread;

  /** The collectors call it G1 Old Gen, PS Old Gen and Tenured Gen. */
  private static boolean isOld(MemoryPoolMXBean pool) {
    return (pool.getName().contains("Old") || pool.getName().contains("Tenured"))
        && pool.getCollectionUsage() != null;
  }

  void start(@Observes StartupEvent event) {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "caravan-watch-jvm");
              daemon.setDaemon(true);
              return daemon;
            });
    thread.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdownNow();
  }

  /** Per cent of the heap for old objects that the last full collection left in use. */
  public long percentLeft() {
    return Math.round(left * 100);
  }

  /** Whether collections have freed next to nothing for a minute. */
  public boolean isHeapExhausted() {
    return exhausted;
  }

  /** The names of threads that wait for each other for ever. */
  public List<String> deadlocked() {
    return deadlocked;
  }

  private void look() {
    left = heap.stream().mapToDouble(pool -> part(pool.getCollectionUsage())).max().orElse(0);
    exhausted = pressure.note(left, collections(), System.nanoTime());
    long[] found = threads.findDeadlockedThreads();
    long[] locked = found == null ? new long[0] : found;
    // Seen twice: a wait for a lock may also end by its own limit.
    deadlocked = locked.length > 0 && Arrays.equals(locked, suspects) ? names(locked) : List.of();
    suspects = locked;
  }

  private long collections() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  private static double part(MemoryUsage usage) {
    return usage.getMax() <= 0 ? 0 : (double) usage.getUsed() / usage.getMax();
  }

  private List<String> names(long[] ids) {
    return Arrays.stream(threads.getThreadInfo(ids))
        .filter(info -> info != null)
        .map(ThreadInfo::getThreadName)
        .toList();
  }
}
