package dev.caravan.bench.lane;

import java.sql.SQLException;

/**
 * Replication slots that stand before a backlog. One is made before it is written, and every run
 * reads from a copy of that one, so that all read the same.
 */
public final class Slots {

  private static final String PUBLICATION = "bench";

  private final SourceDatabase source;
  private final String first;

  private Slots(SourceDatabase source, String first) {
    this.source = source;
    this.first = first;
  }

  /** To be called when the tables are there and the backlog is not. */
  public static Slots before(SourceDatabase source) throws SQLException {
    Slots slots = new Slots(source, source.name());
    source.execute("CREATE PUBLICATION " + PUBLICATION + " FOR ALL TABLES");
    source.execute("SELECT pg_create_logical_replication_slot('" + slots.first + "', 'pgoutput')");
    return slots;
  }

  /** What to read the slots with. */
  public String publication() {
    return PUBLICATION;
  }

  /** A further slot at the same place. */
  public void copyTo(String name) throws SQLException {
    source.execute("SELECT pg_copy_logical_replication_slot('%s', '%s')".formatted(first, name));
  }

  /** Lets go of the WAL; to be called when no further copy is needed. */
  public void drop() throws SQLException {
    drop(first);
  }

  /** Drops a copy nobody reads any more. */
  public void drop(String name) throws SQLException {
    source.execute("SELECT pg_drop_replication_slot('" + name + "')");
  }
}
