package dev.caravan.change;

/**
 * Headers a dead letter has beside those of the event it was: UTF-8 text, none of it secret. Key,
 * value and the event's own headers stand as they were.
 */
public final class LetterHeaders {

  /** What all of them begin with; none of them belongs to the event. */
  public static final String PREFIX = "caravan.dead.";

  /** Why the event was refused, in one line for people. */
  public static final String REASON = PREFIX + "reason";

  /** The class of the exception that said so. */
  public static final String EXCEPTION = PREFIX + "exception";

  /** The topic the event stands in. */
  public static final String TOPIC = PREFIX + "topic";

  /** Its partition there, in decimal; the letter stands in the partition of the same number. */
  public static final String PARTITION = PREFIX + "partition";

  /** Its offset there, in decimal. */
  public static final String OFFSET = PREFIX + "offset";

  /** The event's timestamp in Kafka, in milliseconds since 1970. */
  public static final String TIMESTAMP = PREFIX + "timestamp";

  /** When it was refused: {@code 2026-11-23T14:18:51.814Z}. */
  public static final String AT = PREFIX + "at";

  /** The route that met it. */
  public static final String ROUTE = PREFIX + "route";

  private LetterHeaders() {}
}
