package dev.caravan.deliver.table;

import dev.caravan.deliver.RefusedException;

/** A shape whose rows the target cannot take. The message names both sides and the remedy. */
public class ShapeRefusedException extends RefusedException {

  private static final long serialVersionUID = 1L;

  public ShapeRefusedException(String message) {
    super(message);
  }
}
