package dev.caravan.change;

/** Headers of the records in a table's topic. */
public final class ChangeHeaders {

  /** The {@link Shape#id() id} of the shape the event was written with, as ASCII text. */
  public static final String SHAPE = "caravan.shape";

  /**
   * Stands on the events of a TRUNCATE, of which each partition gets one: the change's WAL position
   * as decimal ASCII text. It empties what the partition brought before it, and nothing else.
   */
  public static final String TRUNCATE = "caravan.truncate";

  /**
   * Stands on an event some of whose values could not be had, because the row was changed again or
   * deleted before they were read: a JSON array of the columns' names. A later event of the row, or
   * its delete, follows. The values read {@value UNAVAILABLE_VALUE}.
   */
  public static final String UNAVAILABLE = "caravan.unavailable";

  /**
   * Stands on an event that was a dead letter and was put into its topic a second time: the
   * partition and the offset it had there, {@code 2/1742}.
   */
  public static final String REPLAYED = "caravan.replayed";

  /** Debezium's text in the place of a value it could not get; bytes have it in Base64. */
  public static final String UNAVAILABLE_VALUE = "__debezium_unavailable_value";

  private ChangeHeaders() {}
}
