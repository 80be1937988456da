package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.TablePlace;
import dev.caravan.capture.snapshot.EarlierRows;
import dev.caravan.capture.source.VisibleTransactions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The point in the stream at which a table's snapshot is taken.
 *
 * @param place where the reading begins
 * @param visible the transactions it sees
 * @param emptied the events that take rows of an earlier time away first
 */
record SnapshotPoint(TablePlace place, VisibleTransactions visible, List<RowEvent> emptied) {

  /**
   * Makes a point of what was seen between two polls of the stream.
   *
   * @param version the WAL position the rows carry
   * @param fenced whether what the snapshot sees is left out of the stream
   */
  static SnapshotPoint of(
      TableReader.Seen seen,
      TableSnapshot snapshot,
      EarlierRows earlier,
      long version,
      boolean fenced) {
    TablePlace place =
        new TablePlace(
            snapshot.isAgain(),
            version,
            seen.visible(),
            fenced,
            seen.writtenBy(),
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
            seen.table().fileNode(),
            List.of(),
            null,
            null);
    List<RowEvent> emptied =
        snapshot.replacesAll()
            ? earlier.goneFirst(List.of(snapshot.table()), seen.writtenBy())
            : List.of();
    return new SnapshotPoint(place, VisibleTransactions.read(seen.visible()), emptied);
  }

  /** What takes away the rows that were announced so far. */
  static EarlierRows earlierRows(CaptureParts parts, TableReader reader) {
    return new EarlierRows(reader.schemas(), parts.log().latest());
  }
}
