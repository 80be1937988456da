package dev.caravan.ctl;

/** What was asked for is not done; the message says why, for people. */
final class CallFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CallFailedException(String message) {
    super(message);
  }
}
