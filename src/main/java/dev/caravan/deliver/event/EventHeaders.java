package dev.caravan.deliver.event;

/**
 * The headers of one event's exchange. They tell where it came from; changing them changes nothing,
 * but for {@link #LEAVE_OUT}.
 */
public final class EventHeaders {

  /** What happened: {@code c}, {@code u}, {@code d}, or {@code r} for a row of a snapshot. */
  public static final String OP = "op";

  /** The record's key as JSON text, {@code {"id":1}}; absent for a table without a key. */
  public static final String KEY = "key";

  public static final String TOPIC = "topic";

  /** An {@link Integer}. */
  public static final String PARTITION = "partition";

  /** A {@link Long}. */
  public static final String OFFSET = "offset";

  /** A step sets it to true to have the event left out of the batch. */
  public static final String LEAVE_OUT = "leaveOut";

  private EventHeaders() {}
}
