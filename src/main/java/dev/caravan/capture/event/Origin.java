package dev.caravan.capture.event;

/**
 * Where an event comes from: a transaction of the stream, or a snapshot.
 *
 * @param snapshot Debezium's word for it: {@code false} for the stream, {@code true} for the
 *     snapshot everything begins with, {@code incremental} for one of a table while others are
 *     streamed
 * @param commitLsn the end of the transaction before it; of no account for a snapshot
 * @param txId the 32 bits the stream has of the transaction's number; of no account for a snapshot
 * @param micros microseconds since 1970 of the commit, or when the snapshot was taken
 */
public record Origin(String snapshot, long commitLsn, long txId, long micros) {

  private static final String STREAM = "false";
  private static final String FIRST = "true";
  private static final String INCREMENTAL = "incremental";

  public static Origin transaction(long commitLsn, long txId, long commitMicros) {
    return new Origin(STREAM, commitLsn, txId, commitMicros);
  }

  /** The snapshot everything begins with. */
  public static Origin first(long takenAtMicros) {
    return new Origin(FIRST, 0, 0, takenAtMicros);
  }

  /** A snapshot of a table while others are streamed. */
  public static Origin incremental(long takenAtMicros) {
    return new Origin(INCREMENTAL, 0, 0, takenAtMicros);
  }

  /** Whether PostgreSQL's stream brought it. */
  public boolean isStream() {
    return snapshot.equals(STREAM);
  }
}
