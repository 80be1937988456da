package dev.caravan.bench.measure;

/** A peer was measured, and did not do what it was to do. */
public final class WrongResultException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public WrongResultException(String message) {
    super(message);
  }
}
