package dev.caravan.capture.source;

/**
 * PostgreSQL, as it is configured, can't be captured, and waiting won't change that. The message
 * names the configuration key, what is wrong, and the remedy.
 */
public class SourceRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SourceRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  public SourceRefusedException(String message) {
    super(message);
  }
}
