package dev.caravan.capture;

import dev.caravan.Pulse;
import dev.caravan.change.TableName;
import dev.caravan.signal.TableProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the capture is doing, for probes and meters. Safe for use by several threads. */
@ApplicationScoped
public class CaptureState {

  /** What a capture can be doing. */
  public enum Phase {
    /** Not begun. */
    STOPPED,
    /** Connecting to PostgreSQL and Kafka. */
    STARTING,
    /** Another capture works on the slot. */
    STANDBY,
    /** Reading the rows that were there before. */
    SNAPSHOT,
    /** Following the changes. */
    STREAMING,
    /** Somebody had it pause. */
    PAUSED,
    /** Failed; tries again after a while. */
    WAITING,
    /** Cannot go on before somebody has done what the error says; looks again now and then. */
    FAILED
  }

  /**
   * The state at one moment.
   *
   * @param since when the phase began
   * @param lastError why it last failed or stands by, or null
   * @param restarts how often it began anew after a failure
   */
  public record View(Phase phase, Instant since, String lastError, long restarts) {}

  /**
   * What is decoded and not yet on its way to Kafka.
   *
   * @param bytes about what it takes in memory
   */
  public record Queued(int rows, long bytes) {
    static final Queued NOTHING = new Queued(0, 0);
  }

  private volatile View view = new View(Phase.STOPPED, Instant.now(), null, 0);
  private volatile Instant lastWrite = Instant.now();
  private volatile boolean begun;
  private volatile boolean snapshotOver;
  private final Pulse pulse = new Pulse();
  private volatile Supplier<Queued> queue = () -> Queued.NOTHING;
  private final Map<TableName, TableProgress> tables = new ConcurrentHashMap<>();
  private volatile Instant lastHeartbeat = Instant.now();

  public View view() {
    return view;
  }

  /** When Kafka last took a batch; when the process started while it has not yet. */
  public Instant lastWrite() {
    return lastWrite;
  }

  /**
   * Whether the capture has ever read, or found that another one does or that it needs somebody.
   */
  public boolean hasBegun() {
    return begun;
  }

  /** Whether the snapshot is complete, or is another capture's to take. */
  public boolean isSnapshotOver() {
    return snapshotOver;
  }

  /** The sign of life of the capture's thread. */
  public Pulse pulse() {
    return pulse;
  }

  /** When Kafka last took a heartbeat; when the process started while it has not yet. */
  public Instant lastHeartbeat() {
    return lastHeartbeat;
  }

  /** The tables that join, wait to, or are read anew, as far as this process has seen. */
  public List<TableProgress> tables() {
    return tables.values().stream()
        .sorted(Comparator.comparing(TableProgress::schema).thenComparing(TableProgress::table))
        .toList();
  }

  /** What waits for Kafka now. */
  public Queued queued() {
    return queue.get();
  }

  /** Says where to ask for what waits; until {@link #hasNoQueue}. */
  public void queuesIn(Supplier<Queued> load) {
    queue = load;
  }

  /** Nothing waits any more. */
  public void hasNoQueue() {
    queue = () -> Queued.NOTHING;
  }

  /** How the snapshot of a table stands. */
  public void tells(TableProgress progress) {
    tables.put(new TableName(progress.schema(), progress.table()), progress);
  }

  void wroteHeartbeat() {
    lastHeartbeat = Instant.now();
  }

  void wrote() {
    lastWrite = Instant.now();
  }

  synchronized void enter(Phase phase) {
    boolean retrying = phase == Phase.STARTING && isWait(view.phase());
    // A further try is not yet the end of the wait, whose beginning people want to know.
    if (view.phase() != phase && !retrying) {
      boolean reading = phase == Phase.STREAMING || phase == Phase.SNAPSHOT;
      String error = reading ? null : view.lastError();
      view = new View(phase, Instant.now(), error, view.restarts());
      begun |= reading;
      snapshotOver |= phase == Phase.STREAMING;
    }
  }

  private static boolean isWait(Phase phase) {
    return phase == Phase.WAITING || phase == Phase.STANDBY || phase == Phase.FAILED;
  }

  /**
   * @param error what is wrong, and the remedy
   */
  synchronized void needsSomebody(String error) {
    become(Phase.FAILED, error, view.restarts());
    hasNothingToBegin();
  }

  synchronized void failed(String error) {
    become(Phase.WAITING, error, view.restarts() + 1);
  }

  /**
   * @param why for whom
   */
  synchronized void standingBy(String why) {
    become(Phase.STANDBY, why, view.restarts());
    hasNothingToBegin();
    // What it was reading the other one reads now, and tells of.
    tables.clear();
  }

  /** What it waits for, a process started anew would wait for, too. */
  private void hasNothingToBegin() {
    begun = true;
    snapshotOver = true;
  }

  private void become(Phase phase, String error, long restarts) {
    Instant since = view.phase() == phase ? view.since() : Instant.now();
    view = new View(phase, since, error, restarts);
  }
}
