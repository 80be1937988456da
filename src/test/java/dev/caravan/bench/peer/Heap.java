package dev.caravan.bench.peer;

/** The heap of every JVM that is measured. */
public final class Heap {

  public static final String OPTION = "-Xmx512m";

  /** The one that a JVM takes by itself in a container of less than 1,792 MB. */
  public static final String COLLECTOR = "-XX:+UseSerialGC";

  private Heap() {}
}
