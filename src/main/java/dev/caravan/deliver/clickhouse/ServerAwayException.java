package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.DeliveryException;

/** A server does not answer, or cannot do what another one may. */
final class ServerAwayException extends DeliveryException {

  private static final long serialVersionUID = 1L;

  private final boolean down;

  /**
   * @param down whether nothing listens there, so that nothing runs there either
   */
  ServerAwayException(String message, Throwable cause, boolean down) {
    super(message, cause);
    this.down = down;
  }

  /** Whether nothing listens there, so that nothing runs there either. */
  boolean isDown() {
    return down;
  }
}
