package dev.caravan.change;

/** Headers of the records in a table's topic. */
public final class ChangeHeaders {

  /** The {@link Shape#id() id} of the shape the event was written with, as ASCII text. */
  public static final String SHAPE = "caravan.shape";

  private ChangeHeaders() {}
}
