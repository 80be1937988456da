package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes to tables without a pause and changes each one's shape on the way, rows of the old shape,
 * the change and rows of the new one in a single transaction.
 */
final class EvolvingWriter implements AutoCloseable {

  private static final int DELETED_EVERY = 11;

  private final Connection connection;
  private final List<EvolvingTable> tables;
  private final Map<TableName, Integer> nextId = new HashMap<>();
  private final Thread thread = new Thread(this::run, "evolving-writer");
  private volatile boolean stopping;
  private volatile int rounds;
  private volatile boolean changing;
  private volatile Exception failure;

  EvolvingWriter(Connection connection, List<EvolvingTable> tables) throws SQLException {
    this.connection = connection;
    this.tables = tables;
    connection.setAutoCommit(false);
  }

  /** Creates the tables with rows that are there before. */
  void prepare(int rows) throws SQLException {
    for (EvolvingTable table : tables) {
      execute(table.create());
      for (int row = 0; row < rows; row++) {
        insert(table, false);
      }
    }
    connection.commit();
  }

  void start() {
    thread.start();
  }

  /** From the next round on that begins each table has its new shape. */
  void change() {
    changing = true;
  }

  /** How often every table was written to. */
  int rounds() throws Exception {
    if (failure != null) {
      throw failure;
    }
    return rounds;
  }

  void stop() throws Exception {
    stopping = true;
    thread.join();
    rounds();
  }

  private void run() {
    try {
      int changeAt = Integer.MAX_VALUE;
      for (int round = 1; !stopping; round++) {
        if (changing) {
          changeAt = Math.min(changeAt, round);
        }
        for (EvolvingTable table : tables) {
          round(table, Integer.compare(round, changeAt));
        }
        rounds = round;
        // A load, not a flood.
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (SQLException | InterruptedException | RuntimeException e) {
      failure = e;
    }
  }

  private void round(EvolvingTable table, int sinceChange) throws SQLException {
    insert(table, sinceChange > 0);
    if (sinceChange == 0) {
      execute(table.changeSql());
      // A value added to an enum may be used by the next transaction only.
      if (table.changeSql().startsWith("ALTER TYPE")) {
        connection.commit();
      }
      insert(table, true);
    }
    int id = nextId.get(table.name());
    // Of the latest rows and the first ones, or the load would grow with the tables.
    execute(
        "UPDATE %s SET v = v + 1 WHERE id %% 10 = %d AND (id > %d OR id < 100)"
            .formatted(table.name().quoted(), id % 10, id - 100));
    if (id % DELETED_EVERY == 0) {
      execute("DELETE FROM %s WHERE id = %d".formatted(table.name().quoted(), id / 2));
    }
    connection.commit();
  }

  private void insert(EvolvingTable table, boolean changed) throws SQLException {
    int id = nextId.merge(table.name(), 1, Integer::sum);
    execute(table.insertSql(id, changed));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws Exception {
    stopping = true;
    thread.join();
    connection.close();
  }
}
