package dev.caravan.capture.log;

/** Kafka did not take what was to be written; nothing of it is visible to readers. */
public class ChangeLogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ChangeLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
