package dev.caravan.capture.position;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an incremental snapshot of a table has come, and what its rows are to be.
 *
 * @param again whether rows of an earlier time may lie in Kafka, which this snapshot replaces
 * @param version the WAL position its rows carry: what transactions that it does not see change is
 *     behind it
 * @param visible PostgreSQL's text of the snapshot, {@code xmin:xmax:xip_list}: what those
 *     transactions did that it sees is read with the rows
 * @param fenced whether the stream's events of those transactions are left out, for they would be
 *     in the log a second time
 * @param seenBy up to where PostgreSQL had written by then: once the stream is behind it, no event
 *     of those transactions is to come
 * @param takenAtMicros microseconds since 1970 when it was taken
 * @param fileNode the table's file node, that of a partitioned one made of its partitions'; another
 *     one means that it was rewritten, and that neither {@code rowId} nor {@code visible} say
 *     anything of its rows any more
 * @param done the relations (the table, or its partitions) read to their end, as {@code
 *     schema.table}
 * @param relation the relation being read, or null before the first
 * @param rowId the {@code ctid} of the last row written, as {@code (page,item)}, or null
 */
@RegisterForReflection
public record TablePlace(
    boolean again,
    long version,
    String visible,
    boolean fenced,
    long seenBy,
    long takenAtMicros,
    long fileNode,
    List<String> done,
    String relation,
    String rowId) {

  public TablePlace {
    done = List.copyOf(done);
  }

  /** The same snapshot, with the rows of the relation up to {@code lastRowId} written. */
  public TablePlace reading(String readRelation, String lastRowId) {
    return new TablePlace(
        again,
        version,
        visible,
        fenced,
        seenBy,
        takenAtMicros,
        fileNode,
        done,
        readRelation,
        lastRowId);
  }

  /** The same snapshot, with the relation read to its end. */
  public TablePlace finished(String finishedRelation) {
    List<String> longer = new ArrayList<>(done);
    longer.add(finishedRelation);
    return new TablePlace(
        again, version, visible, fenced, seenBy, takenAtMicros, fileNode, longer, null, null);
  }
}
