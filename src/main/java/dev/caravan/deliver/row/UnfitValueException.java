package dev.caravan.deliver.row;

/** A value that the column's ClickHouse type cannot hold. The message says which and what can. */
public class UnfitValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnfitValueException(String message) {
    super(message);
  }
}
