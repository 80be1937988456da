package dev.caravan.capture.incremental;

import dev.caravan.capture.log.ChangeLog;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import java.util.Optional;

/** Whether rows that were read are of the shape the stream is at. */
enum ShapeOrder {
  IN_LINE,
  /** The catalog was ahead: events of the shape before would look like a change back. */
  EARLY,
  /** The stream has brought a change since they were read. */
  LATE;

  /** How the rows of a chunk stand to what was announced of their table. */
  static ShapeOrder of(Chunk chunk, TableName table, ChangeLog log, long commitLsn) {
    return chunk.events().isEmpty()
        ? IN_LINE
        : of(
            log.latest(table),
            chunk.events().get(0).table().shape().id(),
            chunk.writtenBy(),
            commitLsn);
  }

  /**
   * @param latest what was last announced of the table
   * @param shape that of the rows
   * @param readAt up to where PostgreSQL had written when they were read
   * @param commitLsn where the stream is
   */
  static ShapeOrder of(
      Optional<ShapeAnnouncement> latest, String shape, long readAt, long commitLsn) {
    if (latest.isEmpty() || latest.get().shape().equals(shape)) {
      return IN_LINE;
    }
    if (Long.compareUnsigned(commitLsn, readAt) <= 0) {
      return EARLY;
    }
    return Long.compareUnsigned(latest.get().lsn(), readAt) > 0 ? LATE : IN_LINE;
  }
}
