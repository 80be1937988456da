package dev.caravan.capture.position;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Nothing is read yet, and the slot is about to be made: a slot of that name may be made anew.
 *
 * @param again whether rows of an earlier time lie in Kafka, which the snapshot is to replace
 * @param highest no event in Kafka has a higher WAL position; unsigned
 * @param emptied whether all those rows were taken away, because positions began lower again
 */
@RegisterForReflection
public record StartPosition(boolean again, long highest, boolean emptied)
    implements CapturePosition {

  /** Higher than any; its successor is the highest number of signed 64 bits. */
  private static final long UNKNOWN = Long.MAX_VALUE - 1;

  /** The beginning of a first snapshot. */
  public static StartPosition first() {
    return new StartPosition(false, 0, false);
  }

  /**
   * The beginning of a snapshot that replaces what came before.
   *
   * @param stored where Kafka stands, or null when that is not known
   */
  public static StartPosition again(CapturePosition stored) {
    return new StartPosition(true, stored == null ? UNKNOWN : stored.highest(), false);
  }

  /** The same beginning, with all rows of the earlier time taken away. */
  public StartPosition withNothingLeft() {
    return new StartPosition(again, highest, true);
  }

  /** A WAL position above all events in Kafka. */
  public long above() {
    return highest + 1;
  }

  /**
   * Whether the server's WAL positions begin lower again than those in Kafka: it was restored from
   * an older state, or is another one.
   *
   * @param written up to where the server has written
   */
  public boolean isAheadOf(long written) {
    return Long.compareUnsigned(highest, written) > 0;
  }
}
