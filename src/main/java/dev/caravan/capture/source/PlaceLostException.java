package dev.caravan.capture.source;

/**
 * What follows the place where Kafka stands can't be had from the slot any more. The message says
 * why; the remedy is an action of the running capture, so it must not end.
 */
public class PlaceLostException extends SourceRefusedException {

  private static final long serialVersionUID = 1L;

  /** What is to be done, to end a message with. */
  public static final String REMEDY =
      "Take a new snapshot: POST /control/capture/resnapshot. It replaces what ClickHouse holds, and"
          + " leaves out nothing";

  public PlaceLostException(String message) {
    super(message);
  }

  /** The one that caused a failure, or null. */
  public static PlaceLostException in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PlaceLostException lost) {
        return lost;
      }
    }
    return null;
  }
}
