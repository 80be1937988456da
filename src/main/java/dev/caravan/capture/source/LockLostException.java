package dev.caravan.capture.source;

import java.time.Duration;

/**
 * This process may not be the one that captures any more; what it was about to write is another's.
 */
public class LockLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cause what became of the session, or null when it was only silent for too long
   */
  LockLostException(String slot, Duration term, Throwable cause) {
    super(
        cause == null
            ? "PostgreSQL has heard nothing of this capture for %d s (caravan.capture.lock-term), and may have given its lock on slot '%s' to another one"
                .formatted(term.toSeconds(), slot)
            : "the PostgreSQL session that held this capture's lock on slot '%s' is gone (%s)"
                .formatted(slot, cause.getMessage()),
        cause);
  }
}
