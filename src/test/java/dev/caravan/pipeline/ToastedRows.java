package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rows with values so large that PostgreSQL keeps them apart.
 *
 * @param table theirs
 */
record ToastedRows(TableName table) {

  /** Creates the table. */
  String create() {
    return "CREATE TABLE "
        + table
        + " (id bigint PRIMARY KEY, v int NOT NULL, doc text NOT NULL,"
        + " data bytea NOT NULL, j jsonb NOT NULL)";
  }

  /** Random, or PostgreSQL would compress it and keep it in the row. */
  static String text(int bytes) {
    return "(SELECT string_agg(md5(random()::text), '') FROM generate_series(1, %d))"
        .formatted(bytes / 32);
  }

  String insert(long id, int bytes) {
    return insert(id, bytes, bytes, bytes);
  }

  String insert(long id, int doc, int data, int json) {
    return "INSERT INTO %s SELECT %d, 0, %s, decode(%s, 'hex'), to_jsonb(%s)"
        .formatted(table, id, text(doc), text(data), text(json));
  }

  /** An update that leaves the large values as they are. */
  String touch(long id) {
    return "UPDATE " + table + " SET v = v + 1 WHERE id = " + id;
  }

  /** Changes the rows 0 to 39 again and again, deletes them and gives them other keys. */
  void change(Connection connection, Random random) throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (long id = 0; id < 40; id++) {
      ids.add(id);
    }
    long next = 1_000;
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < 600; i++) {
        int at = random.nextInt(ids.size());
        long id = ids.get(at);
        switch (random.nextInt(8)) {
          case 0 -> {
            statement.execute(touch(id));
            statement.execute(touch(id));
            statement.execute(touch(id));
          }
          case 1 -> {
            statement.execute(insert(next, 10_000));
            statement.execute(touch(next));
            ids.add(next++);
          }
          case 2 -> {
            statement.execute(touch(id));
            if (random.nextBoolean()) {
              connection.commit();
            }
            statement.execute("DELETE FROM " + table + " WHERE id = " + id);
            statement.execute(insert(next, 10_000));
            ids.set(at, next++);
          }
          case 3 -> {
            statement.execute(touch(id));
            statement.execute("UPDATE " + table + " SET id = " + next + " WHERE id = " + id);
            statement.execute(touch(next));
            ids.set(at, next++);
          }
          case 4 -> {
            statement.execute(touch(id));
            if (random.nextBoolean()) {
              connection.commit();
            }
            statement.execute(
                "UPDATE " + table + " SET doc = " + text(10_000) + " WHERE id = " + id);
            statement.execute(touch(id));
          }
          case 5 -> statement.execute("UPDATE " + table + " SET v = v + 1 WHERE id % 7 = 0");
          case 6 -> {
            statement.execute(touch(id));
            statement.execute("DELETE FROM " + table + " WHERE id = " + id);
            // The same key, but another row.
            statement.execute(insert(id, 5_000));
            statement.execute(touch(id));
          }
          default -> statement.execute(touch(id));
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
          ids.clear();
          try (var rows = statement.executeQuery("SELECT id FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
              ids.add(rows.getLong(1));
            }
          }
        }
        connection.commit();
      }
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
