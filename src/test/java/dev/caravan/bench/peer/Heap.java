package dev.caravan.bench.peer;

/** The heap of every JVM that is measured. */
public final class Heap {

  public static final String OPTION = "-Xmx512m";

  private Heap() {}
}
