package dev.caravan.capture.event;

import dev.caravan.capture.position.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What has become of one row, or of all of a table, until its bytes are written to Kafka. The row
 * itself is PostgreSQL's text still; {@link EventWriter} makes the event of it.
 */
public final class RowEvent {

  /** About what an event takes in memory beside its row. */
  private static final int OVERHEAD = 120;

  private final EventTable table;
  private final Op op;
  private final Origin origin;
  private final long lsn;
  private final int ordinal;
  private final long nanos;
  private final Tuple before;
  private Tuple after;
  private boolean lacking;
  private String shape;
  private List<String> unavailable = List.of();
  private byte[] key;
  private byte[] value;

  /** What happened, in Debezium's letters. */
  public enum Op {
    CREATE('c'),
    UPDATE('u'),
    DELETE('d'),
    TRUNCATE('t'),
    READ('r');

    private final char letter;

    Op(char letter) {
      this.letter = letter;
    }

    public char letter() {
      return letter;
    }
  }

  /**
   * An event.
   *
   * @param lsn its WAL position
   * @param ordinal how many events of its transaction had that position before, and one
   * @param nanos nanoseconds since 1970 when the capture had it
   * @param before the old row or its key, or null
   * @param after the new row, or null
   */
  public RowEvent(
      EventTable table,
      Op op,
      Origin origin,
      long lsn,
      int ordinal,
      long nanos,
      Tuple before,
      Tuple after) {
    this.table = table;
    this.op = op;
    this.origin = origin;
    this.lsn = lsn;
    this.ordinal = ordinal;
    this.nanos = nanos;
    this.before = before;
    this.after = after;
  }

  /** A row that was read by a snapshot. */
  public static RowEvent read(
      EventTable table, Origin origin, long version, long nanos, Tuple row) {
    return new RowEvent(table, Op.READ, origin, version, 0, nanos, null, row);
  }

  public EventTable table() {
    return table;
  }

  public Op op() {
    return op;
  }

  public Origin origin() {
    return origin;
  }

  public long lsn() {
    return lsn;
  }

  /** How many events of its transaction had its position before, and one. */
  public int ordinal() {
    return ordinal;
  }

  /** The place behind it in the stream. */
  public StreamPosition place() {
    return new StreamPosition(origin.commitLsn(), origin.txId(), lsn, ordinal);
  }

  long nanos() {
    return nanos;
  }

  Tuple before() {
    return before;
  }

  Tuple after() {
    return after;
  }

  /** Whether there is a new row. */
  public boolean hasRow() {
    return after != null;
  }

  /** Writes it now, where more than one thread may, rather than when it goes to Kafka. */
  public RowEvent write(EventWriter writer) {
    byte[] writtenKey = writer.key(this);
    value = writer.value(this);
    key = writtenKey;
    after = null;
    return this;
  }

  boolean isWritten() {
    return value != null;
  }

  byte[] writtenKey() {
    return key;
  }

  byte[] writtenValue() {
    return value;
  }

  /** The row that tells the event's key. */
  Tuple keyRow() {
    return after != null ? after : before;
  }

  /** Bytes in memory, about. */
  public int size() {
    if (isWritten()) {
      return OVERHEAD + value.length + (key == null ? 0 : key.length);
    }
    // Old and new row lie in one message.
    Tuple row = keyRow();
    return OVERHEAD + (row == null ? 0 : row.bytes().length);
  }

  /** Whether values are lacking that an update left as they were. */
  public boolean isLacking() {
    return lacking;
  }

  /** Says that values are lacking. */
  public RowEvent lacks() {
    lacking = true;
    return this;
  }

  /** The place's text in the new row as UTF-8; null for NULL. */
  public byte[] bytes(int place) {
    return after.text(place);
  }

  /** Whether the new row lacks the value at the place. */
  public boolean lacks(int place) {
    return lacking && after.isUnchanged(place);
  }

  /** The texts of the key's columns, by which PostgreSQL finds the row. */
  public List<String> keyTexts() {
    return table.keyPlaces().stream()
        .map(place -> new String(keyRow().text(place), StandardCharsets.UTF_8))
        .toList();
  }

  /**
   * Puts values in that were lacking, as PostgreSQL's text in UTF-8, null for NULL.
   *
   * @param texts by the columns' places
   */
  public void fill(Map<Integer, byte[]> texts) {
    after = after.with(texts);
  }

  /** The columns that could not be had, by name; none for most events. */
  public List<String> unavailable() {
    return unavailable;
  }

  /** Says which columns could not be had. */
  public void unavailable(List<String> columns) {
    unavailable = List.copyOf(columns);
  }

  /** The shape it is to name, which is not that of its table; null for most events. */
  public String shape() {
    return shape;
  }

  /** Has it name another shape than that of its table. */
  public RowEvent shape(String other) {
    shape = other;
    return this;
  }
}
