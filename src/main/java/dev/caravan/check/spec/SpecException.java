package dev.caravan.check.spec;

/** A test file is not written as it must be. */
public final class SpecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;

  /**
   * @param line where in the file, from 1; 0 when no line is known
   */
  public SpecException(int line, String reason) {
    super(reason);
    this.line = line;
  }

  public int line() {
    return line;
  }
}
