package dev.caravan.deliver.replay;

/**
 * What is replayed in place of what a letter holds.
 *
 * @param value the event's value, or null to keep it
 * @param shape the id of the shape the event is read with; empty for the newest, null to keep it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Correction(byte[] value, String shape) {

  /** The letter goes back as it is. */
  public static final Correction NONE = new Correction(null, null);
}
