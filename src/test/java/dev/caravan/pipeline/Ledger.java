package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.postgresql.PGConnection;

/**
 * Writes random changes to {@code inventory.orders} and keeps a list of those that committed, to be
 * held against what came out. Each change of a row raises its {@code revision}; a row is deleted at
 * most once and never comes back.
 */
final class Ledger implements AutoCloseable {

  static final String TABLE =
      "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, revision int NOT NULL,"
          + " amount bigint NOT NULL, note text)";

  /**
   * One change.
   *
   * @param op {@code c}, {@code u} or {@code d}
   * @param revision the row's after it; 0 for a delete
   */
  record Change(String op, long id, int revision) {}

  /** A row that is there. */
  private static final class Row {
    final long id;
    int revision;

    Row(long id, int revision) {
      this.id = id;
      this.revision = revision;
    }
  }

  private final Supplier<Connection> connections;
  private final Random random;
  private final List<Row> rows = new ArrayList<>();
  private final List<Change> committed = Collections.synchronizedList(new ArrayList<>());
  private final List<Change> pending = new ArrayList<>();
  private final Thread writer = new Thread(this::run, "ledger");
  private volatile boolean stopping;
  private volatile Exception failure;
  private volatile Connection connection;
  private long paceMillis = 10;
  private long nextId;

  /**
   * @param connections opens a connection; asked again when one breaks, until it gives one
   */
  Ledger(Supplier<Connection> connections, long seed) throws SQLException {
    this.connections = connections;
    this.random = new Random(seed);
    connect();
  }

  /** Has it pause so long after each transaction instead of 10 ms. */
  void pace(long millis) {
    paceMillis = millis;
  }

  private void connect() throws SQLException {
    connection = connections.get();
    connection.setAutoCommit(false);
  }

  /** Rows that are there before the capture is; they are no changes of the ledger. */
  void preload(int count) throws SQLException {
    execute(
        "INSERT INTO inventory.orders SELECT i, 0, i %% 1000, 'preloaded ' || i FROM generate_series(1, %d) i"
            .formatted(count));
    connection.commit();
    for (long id = 1; id <= count; id++) {
      rows.add(new Row(id, 0));
    }
    nextId = count + 1L;
  }

  void start() {
    writer.start();
  }

  /** How many changes have committed so far. */
  int size() {
    return committed.size();
  }

  /** Ends the writing and returns every change that committed. */
  List<Change> stop() throws Exception {
    stopping = true;
    writer.join();
    if (failure != null) {
      throw failure;
    }
    return committed;
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          transaction();
        } catch (SQLException e) {
          if (stopping || connection.isValid(5)) {
            throw e;
          }
          recover();
        }
        // A load, not a flood: what the test proves does not get truer with more rows.
        TimeUnit.MILLISECONDS.sleep(paceMillis);
      }
    } catch (SQLException | IOException | InterruptedException | RuntimeException e) {
      failure = e;
    }
  }

  private void transaction() throws SQLException, IOException {
    int kind = random.nextInt(400);
    if (kind < 1) {
      copy(10_000);
    } else if (kind < 20) {
      insert(250);
    } else {
      for (int i = random.nextInt(8); i >= 0; i--) {
        single();
      }
    }
    if (random.nextInt(20) == 0) {
      // Work that is rolled back must never appear; rows it touched are left alone afterwards.
      connection.rollback();
      pending.forEach(change -> rows.removeIf(row -> row.id == change.id()));
    } else {
      connection.commit();
      committed.addAll(pending);
    }
    pending.clear();
  }

  /** The server went away; whether the last transaction committed is to be seen there only. */
  private void recover() throws SQLException {
    await("PostgreSQL is back")
        .atMost(Duration.ofMinutes(5))
        .ignoreExceptions()
        .until(
            () -> {
              connect();
              return connection.isValid(5);
            });
    if (!pending.isEmpty()) {
      if (hasCommitted(pending.get(pending.size() - 1))) {
        committed.addAll(pending);
      } else {
        pending.forEach(change -> rows.removeIf(row -> row.id == change.id()));
      }
      pending.clear();
    }
  }

  private boolean hasCommitted(Change last) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT revision FROM inventory.orders WHERE id = " + last.id())) {
      boolean deleted = last.op().equals("d");
      return row.next() ? !deleted && row.getInt(1) == last.revision() : deleted;
    } finally {
      connection.rollback();
    }
  }

  private void single() throws SQLException {
    int kind = random.nextInt(10);
    if (kind < 4 || rows.isEmpty()) {
      insert(1);
    } else if (kind < 8) {
      Row row = rows.get(random.nextInt(rows.size()));
      row.revision++;
      execute(
          "UPDATE inventory.orders SET revision = %d, amount = %d WHERE id = %d"
              .formatted(row.revision, random.nextInt(1000), row.id));
      pending.add(new Change("u", row.id, row.revision));
    } else {
      int index = random.nextInt(rows.size());
      Row row = rows.set(index, rows.get(rows.size() - 1));
      rows.remove(rows.size() - 1);
      execute("DELETE FROM inventory.orders WHERE id = " + row.id);
      pending.add(new Change("d", row.id, 0));
    }
  }

  private void insert(int count) throws SQLException {
    String values =
        LongStream.range(nextId, nextId + count)
            .mapToObj(id -> "(%d, 1, %d, 'row %d')".formatted(id, id % 1000, id))
            .collect(Collectors.joining(", "));
    execute("INSERT INTO inventory.orders VALUES " + values);
    inserted(count);
  }

  private void copy(int count) throws SQLException, IOException {
    String lines =
        LongStream.range(nextId, nextId + count)
            .mapToObj(id -> "%d\t1\t%d\tcopied %d\n".formatted(id, id % 1000, id))
            .collect(Collectors.joining());
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY inventory.orders FROM STDIN", new StringReader(lines));
    inserted(count);
  }

  private void inserted(int count) {
    for (int i = 0; i < count; i++) {
      rows.add(new Row(nextId, 1));
      pending.add(new Change("c", nextId, 1));
      nextId++;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    stopping = true;
    connection.close();
  }
}
