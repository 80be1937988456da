package dev.caravan.control.rewind;

/** A table is not rewound, and all is as it was. */
public class RewindRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RewindRefusedException(String message) {
    super(message);
  }
}
