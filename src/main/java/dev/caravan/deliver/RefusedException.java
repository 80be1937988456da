package dev.caravan.deliver;

/**
 * A batch that cannot land before somebody has done what the message says. Waiting alone does not
 * help, but it is looked at again every few seconds, so that delivery goes on by itself then.
 */
public class RefusedException extends DeliveryException {

  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }

  public RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
