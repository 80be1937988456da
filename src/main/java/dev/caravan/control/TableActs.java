package dev.caravan.control;

import dev.caravan.change.TableName;
import dev.caravan.control.table.KnownTables;
import dev.caravan.control.table.ProgressReader;
import dev.caravan.signal.Signal;
import dev.caravan.signal.SignalBoard;
import dev.caravan.signal.TableProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Asks for what is asked of tables. Each act looks first whether it is asked for already, by
 * whomever, and says whether it has changed something.
 */
@ApplicationScoped
public class TableActs {

  private static final Logger LOG = Logger.getLogger(TableActs.class);

  private final SignalBoard board;
  private final KnownTables known;
  private final ProgressReader progress;

  public TableActs(SignalBoard board, KnownTables known, ProgressReader progress) {
    this.board = board;
    this.known = known;
    this.progress = progress;
  }

  /**
   * Pauses a table's delivery or has it go on.
   *
   * @throws dev.caravan.control.table.NoSuchTableException when the table is not known
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
   */
  Paused pause(TableName table, boolean paused) {
    known.require(table);
    Signal.PauseTable holds = board.now().pauses().get(table);
    // A pause for something else becomes one that outlasts it.
    boolean changed = paused ? holds == null || holds.why() != null : holds != null;
    if (changed) {
      board.send(Signal.PauseTable.of(table, paused));
      LOG.infof("Delivery of %s is to %s", table, paused ? "pause" : "go on");
    }
    return new Paused(table.toString(), paused, changed);
  }

  /** Pauses the capture or has it go on. */
  CapturePaused pauseCapture(boolean paused) {
    boolean changed = board.now().isCapturePaused() != paused;
    if (changed) {
      board.send(Signal.PauseCapture.of(paused));
      LOG.infof("The capture is to %s", paused ? "pause" : "go on");
    }
    return new CapturePaused(paused, changed);
  }

  /** Whether the capture is to pause. */
  boolean isCapturePaused() {
    return board.now().isCapturePaused();
  }

  /**
   * Has a table's rows read anew, unless just that is under way.
   *
   * @param filter an SQL condition on the rows, or null for all
   */
  TableSnapshot resnapshot(TableName table, String filter) {
    known.require(table);
    Optional<Signal.Snapshot> underWay = underWay(table);
    if (underWay.filter(each -> Objects.equals(each.filter(), filter)).isPresent()) {
      return TableSnapshot.of(table, underWay.get(), false, null);
    }
    Signal.Snapshot wanted = Signal.Snapshot.of(table, UUID.randomUUID().toString(), filter, false);
    board.send(wanted);
    LOG.infof("The rows of %s are to be read anew, %s", table, filter == null ? "all" : filter);
    return TableSnapshot.of(table, wanted, true, underWay.map(Signal.Snapshot::id).orElse(null));
  }

  /** Has the reading of a table's rows end, if there is one that was asked for. */
  TableSnapshot cancel(TableName table) {
    known.require(table);
    Optional<Signal.Snapshot> underWay = underWay(table);
    if (underWay.isEmpty()) {
      return TableSnapshot.none(table);
    }
    Signal.Snapshot cancelled =
        Signal.Snapshot.of(table, underWay.get().id(), underWay.get().filter(), true);
    board.send(cancelled);
    LOG.infof("The rows of %s are not to be read any more", table);
    return TableSnapshot.of(table, cancelled, true, null);
  }

  private Optional<Signal.Snapshot> underWay(TableName table) {
    Optional<Signal.Snapshot> asked = board.now().snapshot(table);
    Optional<TableProgress> told = Optional.ofNullable(progress.now().get(table));
    return asked.filter(
        each ->
            !each.cancelled()
                && told.filter(
                        progress ->
                            each.id().equals(progress.id())
                                && (progress.state() == TableProgress.State.COMPLETE
                                    || progress.state() == TableProgress.State.CANCELLED))
                    .isEmpty());
  }
}
