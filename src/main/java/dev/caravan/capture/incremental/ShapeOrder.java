package dev.caravan.capture.incremental;

import dev.caravan.change.ShapeAnnouncement;
import java.util.Optional;

/** Whether rows that were read are of the shape the stream is at. */
enum ShapeOrder {
  IN_LINE,
  /** The catalog was ahead: events of the shape before would look like a change back. */
  EARLY,
  /** The stream has brought a change since they were read. */
  LATE;

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
