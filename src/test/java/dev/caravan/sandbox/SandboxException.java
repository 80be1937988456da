package dev.caravan.sandbox;

/**
 * Something the sandbox runs did not do what it was asked to; the message says what and shows why.
 */
public final class SandboxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SandboxException(String message) {
    super(message);
  }

  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
