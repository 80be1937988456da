package dev.caravan.capture.relation;

/**
 * A column of a table at some time.
 *
 * @param name its name, null when it was dropped
 * @param number PostgreSQL's number of it, 0 when not known
 * @param type PostgreSQL's name of its type, null when it was dropped
 */
public record KnownColumn(String name, int number, String type) {

  static KnownColumn dropped(int number) {
    return new KnownColumn(null, number, null);
  }

  boolean isDropped() {
    return name == null;
  }
}
