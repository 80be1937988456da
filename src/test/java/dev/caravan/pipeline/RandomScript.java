package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import dev.caravan.pipeline.RandomTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Random tables and random work on them, the same for the same seed.
 *
 * @param setup creates the tables
 * @param tables their names
 * @param steps transactions, and lists of commands alone in between; a command is a comment
 */
record RandomScript(
    long seed, List<String> setup, List<TableName> tables, List<List<String>> steps) {

  /** Kills the application and starts it again, also amid a transaction. */
  static final String KILL = "-- kill -9, start";

  /** Waits until the application has captured something since it was started. */
  static final String AWAIT = "-- await events";

  /** Waits until both sides are equal. */
  static final String EQUAL = "-- await equal";

  /** Followed by milliseconds. */
  static final String PAUSE = "-- pause ";

  private static final int STEPS = 150;
  private static final int KILLS = 4;

  static RandomScript of(long seed) {
    Random random = new Random(seed);
    List<RandomTable> tables = new ArrayList<>();
    List<String> setup = new ArrayList<>(List.of(TypeCases.DEFINITIONS));
    for (int at = 2 + random.nextInt(3); at > 0; at--) {
      RandomTable table = RandomTable.random(random, "t" + at);
      tables.add(table);
      setup.addAll(table.create());
    }
    List<TableName> names = tables.stream().map(RandomTable::name).toList();
    List<List<String>> steps = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      steps.add(transaction(tables, random));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      // Behind the third that is there before the application is.
      int at = STEPS / 3 + random.nextInt(STEPS * 2 / 3);
      List<String> killed = steps.get(at);
      killed.add(random.nextInt(killed.size()), KILL);
      steps.add(at, List.of(AWAIT, PAUSE + random.nextInt(1_000)));
    }
    steps.add(steps.size() * 2 / 3 + random.nextInt(STEPS / 6), List.of(EQUAL));
    for (int at = steps.size() - 1; at > STEPS / 3; at--) {
      if (random.nextInt(4) == 0) {
        steps.add(at, List.of(PAUSE + random.nextInt(150)));
      }
    }
    return new RandomScript(seed, setup, names, steps);
  }

  static boolean isCommand(String statement) {
    return statement.startsWith("-- ");
  }

  RandomScript withSteps(List<List<String>> fewer) {
    return new RandomScript(seed, setup, tables, List.copyOf(fewer));
  }

  /** A transaction's statements; the tables become what they are after it. */
  private static List<String> transaction(List<RandomTable> tables, Random random) {
    List<String> statements = new ArrayList<>();
    List<RandomTable> before = List.copyOf(tables);
    for (int at = random.nextInt(6); at >= 0; at--) {
      if (random.nextInt(12) == 0) {
        List<RandomTable> saved = List.copyOf(tables);
        statements.add("SAVEPOINT undone");
        statement(tables, random, statements);
        statement(tables, random, statements);
        statements.add("ROLLBACK TO undone");
        restore(tables, saved);
      } else {
        statement(tables, random, statements);
      }
    }
    boolean rolledBack = random.nextInt(8) == 0;
    if (rolledBack) {
      restore(tables, before);
    }
    statements.add(rolledBack ? "ROLLBACK" : "COMMIT");
    return statements;
  }

  private static void restore(List<RandomTable> tables, List<RandomTable> saved) {
    tables.clear();
    tables.addAll(saved);
  }

  private static void statement(List<RandomTable> tables, Random random, List<String> statements) {
    int at = random.nextInt(tables.size());
    RandomTable table = tables.get(at);
    int kind = random.nextInt(100);
    if (kind < 45 || table.isAppendOnly() && kind < 92) {
      statements.add(insert(table, random, kind % 5 == 0 ? 1 + random.nextInt(50) : 1));
    } else if (kind < 72) {
      Column column = table.plainColumn(random);
      statements.add(update(table, column == null ? table.columns().get(0) : column, random));
    } else if (kind < 78) {
      statements.add(update(table, table.columns().get(0), random));
    } else if (kind < 92) {
      statements.add("DELETE FROM %s WHERE %s".formatted(table.sql(), someRows(table, random)));
    } else if (kind < 95) {
      RandomTable other = tables.get(random.nextInt(tables.size()));
      statements.add("TRUNCATE " + table.sql() + (other.equals(table) ? "" : ", " + other.sql()));
    } else {
      RandomDdl ddl = RandomDdl.of(table, random);
      if (ddl.sql() != null && !ddl.after().columns().isEmpty()) {
        statements.add(ddl.sql());
        tables.set(at, ddl.after());
      }
    }
  }

  private static String insert(RandomTable table, Random random, int rows) {
    String names = table.columns().stream().map(Column::quoted).collect(Collectors.joining(", "));
    List<String> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      values.add(
          table.columns().stream()
              .map(column -> column.value(random, table.isKey(column) || random.nextBoolean()))
              .collect(Collectors.joining(", ", "(", ")")));
    }
    return "INSERT INTO %s (%s) VALUES %s ON CONFLICT DO NOTHING"
        .formatted(table.sql(), names, String.join(", ", values));
  }

  private static String update(RandomTable table, Column column, Random random) {
    return "UPDATE %s SET %s = %s WHERE %s"
        .formatted(
            table.sql(),
            column.quoted(),
            column.value(random, random.nextBoolean()),
            someRows(table, random));
  }

  private static String someRows(RandomTable table, Random random) {
    return "ctid = ANY (ARRAY(SELECT ctid FROM %s ORDER BY ctid OFFSET %d LIMIT %d))"
        .formatted(table.sql(), random.nextInt(30), 1 + random.nextInt(3));
  }

  /** SQL that psql runs by itself. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("-- seed " + seed + "\n");
    text.append("\\set ON_ERROR_ROLLBACK on\nCREATE SCHEMA inventory;\n");
    setup.forEach(sql -> text.append(sql).append(";\n"));
    for (List<String> step : steps) {
      if (!step.stream().allMatch(RandomScript::isCommand)) {
        text.append("BEGIN;\n");
      }
      step.forEach(sql -> text.append(sql).append(isCommand(sql) ? "\n" : ";\n"));
    }
    return text.toString();
  }
}
