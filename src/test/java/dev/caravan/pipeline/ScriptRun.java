package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** Runs a random script through a pipeline of its own. */
final class ScriptRun {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Supplier<IsolatedPipeline> pipelines;
  private IsolatedPipeline pipeline;
  private TableName[] tables;
  private Application application;
  private long eventsAtStart;
  private int succeeded;
  private int failed;

  ScriptRun(Sandbox sandbox) {
    this(() -> new IsolatedPipeline(sandbox, ScriptRun.class));
  }

  /**
   * @param pipelines makes one for each run
   */
  ScriptRun(Supplier<IsolatedPipeline> pipelines) {
    this.pipelines = pipelines;
  }

  /**
   * @throws AssertionError when the sides stay different, with the end of the logs
   */
  void run(RandomScript script) throws SQLException {
    try (IsolatedPipeline own = pipelines.get();
        Connection connection = own.connect()) {
      pipeline = own;
      application = null;
      own.sql(script.setup().toArray(String[]::new));
      tables = script.tables().toArray(TableName[]::new);
      own.deliver(tables);
      connection.setAutoCommit(false);
      int start = script.steps().size() / 3;
      for (int at = 0; at < script.steps().size(); at++) {
        if (at == start) {
          start();
        }
        run(connection, script.steps().get(at));
      }
      own.awaitEqual(tables);
    }
  }

  /** Statements that ran, and those PostgreSQL refused: a NULL too many, a key that is there. */
  int[] counts() {
    return new int[] {succeeded, failed};
  }

  private void run(Connection connection, List<String> statements) throws SQLException {
    for (String sql : statements) {
      if (RandomScript.isCommand(sql)) {
        command(sql);
      } else if (sql.equals("COMMIT")) {
        connection.commit();
      } else if (sql.equals("ROLLBACK")) {
        connection.rollback();
      } else {
        attempt(connection, sql);
      }
    }
  }

  private void command(String command) {
    if (application == null) {
      return;
    }
    if (command.equals(RandomScript.KILL)) {
      application.kill();
      start();
    } else if (command.equals(RandomScript.EQUAL)) {
      pipeline.awaitEqual(tables);
    } else if (command.equals(RandomScript.AWAIT)) {
      awaitEvents();
    } else {
      pause(Long.parseLong(command.substring(RandomScript.PAUSE.length())));
    }
  }

  private void start() {
    eventsAtStart = events();
    application = pipeline.start(pipeline.application());
  }

  /** None come when all were there before. */
  private void awaitEvents() {
    try {
      await().atMost(PATIENCE).until(() -> events() > eventsAtStart || pipeline.areEqual(tables));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no event came within " + PATIENCE + "\n" + pipeline.logs(), e);
    }
  }

  private long events() {
    Topics topics = new Topics(pipeline.topicPrefix());
    return Stream.of(tables).mapToLong(each -> pipeline.kafka().end(topics.changes(each))).sum();
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void attempt(Connection connection, String sql) throws SQLException {
    // ROLLBACK TO would take a savepoint set after its own with it.
    boolean control = sql.startsWith("SAVEPOINT") || sql.startsWith("ROLLBACK TO");
    Savepoint before = control ? null : connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      succeeded++;
    } catch (SQLException e) {
      if (control) {
        throw e;
      }
      failed++;
      connection.rollback(before);
    }
  }
}
