package dev.caravan.control.rewind;

/** A table is rewound in part; it is paused, and asking again does the rest. */
public class RewindFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RewindFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
