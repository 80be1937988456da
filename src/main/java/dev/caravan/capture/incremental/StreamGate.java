package dev.caravan.capture.incremental;

import dev.caravan.capture.source.CaptureScope;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Which of the stream's events are written: those of tables that are captured, as far as they are
 * not read. Those of a table that is still to join are read with its rows. Not safe for use by
 * several threads.
 */
public final class StreamGate {

  private static final Logger LOG = Logger.getLogger(StreamGate.class);

  private final Topics topics;
  private final CaptureScope scope;
  private final Set<String> open = new HashSet<>();
  private final Map<String, Fence> fences = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private boolean newcomer;

  StreamGate(Topics topics, CaptureScope scope) {
    this.topics = topics;
    this.scope = scope;
  }

  /**
   * Whether an event is to be written.
   *
   * @param transaction the 32 bits the stream has of its transaction's number
   */
  public boolean passes(String topic, long transaction) {
    Fence fence = fences.isEmpty() ? null : fences.get(topic);
    if (fence != null) {
      return fence.passes(transaction);
    }
    return open.contains(topic) || look(topic);
  }

  /** Whether an event came of a table that is to be captured and has not joined. */
  boolean takeNewcomer() {
    boolean came = newcomer;
    newcomer = false;
    return came;
  }

  /** The table's events are written, but for those a fence holds back. */
  void open(TableName table) {
    open.add(topics.changes(table));
  }

  boolean isOpen(TableName table) {
    return open.contains(topics.changes(table));
  }

  void fence(TableName table, Fence fence) {
    fences.put(topics.changes(table), fence);
  }

  void unfence(TableName table) {
    fences.remove(topics.changes(table));
  }

  /** Takes away the fences whose time is over. */
  void passed(long commitLsn) {
    if (!fences.isEmpty()) {
      fences.values().removeIf(fence -> fence.isPassed(commitLsn));
    }
  }

  private boolean look(String topic) {
    TableName table = topics.tableOf(topic);
    if (scope.matches(table) && topics.hasRoomFor(table)) {
      newcomer = true;
    } else if (told.add(topic)) {
      LOG.infof("Changes of %s are left out: caravan.capture.tables=%s", table, scope);
    }
    return false;
  }
}
