package dev.caravan.deliver.row;

/** What was read of an event beside its rows. */
final class EventParts {

  static final long NONE = Long.MIN_VALUE;
  private static final String CHANGES = "cur";

  /** The change's WAL position, {@link #NONE} when there is none. */
  long version;

  /** When it was committed, in microseconds since 1970, {@link #NONE} when that is not said. */
  long micros;

  /** What happened, 0 when that is not said. */
  char op;

  /** Whether the event has the row after the change. */
  boolean hasAfter;

  /** Where the row before the change begins; -1 when the event has none. */
  int beforeAt;

  void clear() {
    version = NONE;
    micros = NONE;
    op = 0;
    hasAfter = false;
    beforeAt = -1;
  }

  /**
   * An event without a position would be older than every other change of its row.
   *
   * @throws UnfitValueException when it lacks something, or its parts do not go together
   */
  void check() {
    if (micros == NONE || op == 0 || version < 0) {
      throw new UnfitValueException(
          "the record lacks op, source.lsn or source.ts_ms; is it a change event?");
    }
    if (hasAfter && CHANGES.indexOf(op) < 0) {
      throw new UnfitValueException("an event of op '" + op + "' has no row after it");
    }
  }
}
