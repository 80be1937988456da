package dev.caravan.deliver;

/** A batch that could not land now. The message says what, where and why; it is tried again. */
public class DeliveryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DeliveryException(String message) {
    super(message);
  }

  public DeliveryException(String message, Throwable cause) {
    super(message, cause);
  }
}
