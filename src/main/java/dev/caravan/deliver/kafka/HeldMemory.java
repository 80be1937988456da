package dev.caravan.deliver.kafka;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory all consumers of a process may have for events together. When there is no more, each
 * sends off what it has rather than gather on; so a small heap makes smaller batches, and many
 * tables that are behind at once do not need as many times the memory. For any number of threads.
 */
final class HeldMemory {

  /** The rest is for what batches become, for the clients, and for all else. */
  private static final int PART_OF_HEAP = 3;

  private final AtomicLong used = new AtomicLong();
  private final long limit;

  HeldMemory() {
    this(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /**
   * @param limit bytes
   */
  HeldMemory(long limit) {
    this.limit = limit;
  }

  /**
   * A consumer holds more than before.
   *
   * @param bytes how much; less than 0 when it holds less
   */
  void take(long bytes) {
    used.addAndGet(bytes);
  }

  /**
   * Whether a consumer should gather no more.
   *
   * @param gathered bytes it has gathered; as much again may be in flight
   */
  boolean isShort(long gathered) {
    return gathered >= limit / 2 || used.get() >= limit;
  }
}
