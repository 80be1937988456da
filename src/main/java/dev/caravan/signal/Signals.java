package dev.caravan.signal;

import dev.caravan.change.TableName;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is asked of the pipeline at one moment. */
public final class Signals {

  /** Nothing is asked. */
  public static final Signals NONE = new Signals(Map.of());

  private final Map<String, Signal> byKey;
  private final NavigableMap<TableName, Signal.PauseTable> pauses;
  private final boolean capturePaused;

  /**
   * @param byKey the last signal of each key
   */
  public Signals(Map<String, Signal> byKey) {
    this.byKey = Map.copyOf(byKey);
    // Asked with every batch, however many signals there are.
    this.pauses = Collections.unmodifiableNavigableMap(pausesOf(this.byKey.values()));
    this.capturePaused = of(Signal.PauseCapture.class).anyMatch(Signal.PauseCapture::paused);
  }

  /** The tables that are to be captured because a route delivers them, by name. */
  public NavigableSet<TableName> wanted() {
    NavigableSet<TableName> tables = new TreeSet<>();
    of(Signal.Capture.class).forEach(each -> tables.add(table(each.schema(), each.table())));
    return tables;
  }

  /** The last request to read a table's rows anew, also when it is cancelled or done long ago. */
  public Optional<Signal.Snapshot> snapshot(TableName table) {
    return of(Signal.Snapshot.class)
        .filter(each -> table(each.schema(), each.table()).equals(table))
        .findFirst();
  }

  /** The last request of each table whose rows are to be read anew. */
  public Map<TableName, Signal.Snapshot> snapshots() {
    Map<TableName, Signal.Snapshot> snapshots = new TreeMap<>();
    of(Signal.Snapshot.class)
        .forEach(each -> snapshots.put(table(each.schema(), each.table()), each));
    return snapshots;
  }

  /** The tables whose delivery is to pause, by name. */
  public NavigableSet<TableName> paused() {
    return new TreeSet<>(pauses.keySet());
  }

  /** The pauses that hold, by table. */
  public NavigableMap<TableName, Signal.PauseTable> pauses() {
    return pauses;
  }

  /** Whether a table's delivery is to pause. */
  public boolean isPaused(TableName table) {
    return pauses.containsKey(table);
  }

  /** Whether the capture is to pause. */
  public boolean isCapturePaused() {
    return capturePaused;
  }

  /** Whether it names the table it is about; what somebody wrote by hand may not. */
  static boolean isWhole(Signal signal) {
    if (signal instanceof Signal.Capture capture) {
      return capture.schema() != null && capture.table() != null;
    }
    if (signal instanceof Signal.Snapshot snapshot) {
      return snapshot.schema() != null && snapshot.table() != null && snapshot.id() != null;
    }
    if (signal instanceof Signal.PauseTable pause) {
      return pause.schema() != null && pause.table() != null;
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signals signals && byKey.equals(signals.byKey);
  }

  @Override
  public int hashCode() {
    return byKey.hashCode();
  }

  @Override
  public String toString() {
    return byKey.toString();
  }

  private static NavigableMap<TableName, Signal.PauseTable> pausesOf(Collection<Signal> signals) {
    NavigableMap<TableName, Signal.PauseTable> pauses = new TreeMap<>();
    for (Signal each : signals) {
      if (each instanceof Signal.PauseTable pause && pause.paused()) {
        pauses.put(table(pause.schema(), pause.table()), pause);
      }
    }
    return pauses;
  }

  private <T extends Signal> Stream<T> of(Class<T> kind) {
    return byKey.values().stream().filter(kind::isInstance).map(kind::cast);
  }

  private static TableName table(String schema, String table) {
    return new TableName(schema, table);
  }
}
