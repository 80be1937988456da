package dev.caravan.capture.stream;

import dev.caravan.capture.CaptureState;
import dev.caravan.capture.event.RowBlock;
import dev.caravan.capture.event.RowEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rows on their way from the thread that decodes to the one that writes, which lets the first run
 * ahead so far and no further. Of one thread each.
 */
final class RowQueue {

  private final int mostRows;
  private final long mostBytes;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<RowBlock> blocks = new ArrayDeque<>();
  private int taken;
  private int rows;
  private long bytes;
  private long oldest;
  private boolean closed;

  /**
   * A queue.
   *
   * @param mostRows what may wait before decoding does; one block more
   * @param mostBytes the same in bytes
   */
  RowQueue(int mostRows, long mostBytes) {
    this.mostRows = mostRows;
    this.mostBytes = mostBytes;
  }

  /**
   * What was taken.
   *
   * @param completed the end of the last transaction when nothing of another was taken behind it; 0
   *     otherwise
   */
  record Taken(List<RowEvent> events, long completed) {}

  /**
   * Adds a block once there is room.
   *
   * @throws InterruptedException also when nobody takes any more
   */
  void put(RowBlock block) throws InterruptedException {
    if (block.isEmpty()) {
      return;
    }
    lock.lockInterruptibly();
    try {
      while (!closed && rows > 0 && (rows >= mostRows || bytes >= mostBytes)) {
        changed.await();
      }
      if (closed) {
        throw new InterruptedException("the capture does not take rows any more");
      }
      if (rows == 0) {
        oldest = System.nanoTime();
      }
      blocks.add(block);
      rows += block.events().size();
      bytes += block.bytes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what has come.
   *
   * @param most events at most
   * @param idle how long to wait for the first
   * @param gathering how long the first waits for others at most
   */
  Taken take(int most, Duration idle, Duration gathering) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      await(1, System.nanoTime() + idle.toNanos());
      if (rows > 0) {
        await(most, oldest + gathering.toNanos());
      }
      return drain(most);
    } finally {
      lock.unlock();
    }
  }

  private void await(int wanted, long until) throws InterruptedException {
    while (rows < wanted && bytes < mostBytes && !closed) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return;
      }
      changed.await(left, TimeUnit.NANOSECONDS);
    }
  }

  private Taken drain(int most) {
    List<RowEvent> events = new ArrayList<>(Math.min(most, rows));
    long completed = 0;
    while (!blocks.isEmpty() && (events.size() < most || blocks.peek().events().isEmpty())) {
      RowBlock block = blocks.peek();
      int end = Math.min(block.events().size(), taken + most - events.size());
      events.addAll(block.events().subList(taken, end));
      boolean whole = end == block.events().size();
      completed = whole ? block.completed() : 0;
      taken = whole ? 0 : end;
      if (whole) {
        blocks.remove();
        bytes -= block.bytes();
      }
    }
    rows -= events.size();
    // What is left waits for its turn, not for others.
    oldest = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
    changed.signalAll();
    return new Taken(events, completed);
  }

  /** What waits now. */
  CaptureState.Queued load() {
    lock.lock();
    try {
      return new CaptureState.Queued(rows, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes any more; whoever waits to add gives up. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
