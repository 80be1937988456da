package dev.caravan.capture.position;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot under way: which tables are done, and the last row written of the one being read.
 *
 * @param lsn the slot's consistent point; streaming starts there
 * @param version where the WAL was when the slot was about to be made. Snapshot rows carry it, so
 *     that any change of the stream is newer: one that a transaction made before the consistent
 *     point comes with the stream when the transaction committed after it
 * @param again whether rows of an earlier time lie in Kafka, which are to go at the end
 * @param visible PostgreSQL's text of the snapshot at that point ({@code xmin:xmax:xip_list}): it
 *     tells after a restart which rows the stream is going to bring anyway
 * @param takenAtMicros microseconds since 1970 when the slot was created
 * @param done the tables read to their end, as {@code schema.table}
 * @param table the table being read, or null before the first
 * @param fileNode the table's file node; another one after a restart means that it was rewritten
 *     and that {@code rowId} says nothing any more
 * @param rowId the {@code ctid} of the last row written, as {@code (page,item)}, or null
 */
@RegisterForReflection
public record SnapshotPosition(
    long lsn,
    long version,
    boolean again,
    String visible,
    long takenAtMicros,
    List<String> done,
    String table,
    long fileNode,
    String rowId)
    implements CapturePosition {

  public SnapshotPosition {
    done = List.copyOf(done);
    // One that was stored before versions were told apart.
    version = version == 0 ? lsn : version;
  }

  /** Nothing read yet. */
  public static SnapshotPosition start(
      long lsn, long version, boolean again, String visible, long takenAtMicros) {
    return new SnapshotPosition(
        lsn, version, again, visible, takenAtMicros, List.of(), null, 0, null);
  }

  /** The same snapshot, with the rows of the table up to {@code lastRowId} written. */
  public SnapshotPosition reading(String readTable, long readFileNode, String lastRowId) {
    return new SnapshotPosition(
        lsn, version, again, visible, takenAtMicros, done, readTable, readFileNode, lastRowId);
  }

  /** The same snapshot, with the table read to its end. */
  public SnapshotPosition finished(String finishedTable) {
    List<String> longer = new ArrayList<>(done);
    longer.add(finishedTable);
    return new SnapshotPosition(lsn, version, again, visible, takenAtMicros, longer, null, 0, null);
  }

  /** The position streaming begins at once all tables are read. */
  public StreamPosition toStreaming() {
    return StreamPosition.at(lsn);
  }

  @Override
  public long highest() {
    return Long.compareUnsigned(lsn, version) > 0 ? lsn : version;
  }
}
