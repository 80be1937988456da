package dev.caravan.pipeline;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

/** Runs a random script through a pipeline of its own. */
final class ScriptRun {

  private final Sandbox sandbox;
  private int succeeded;
  private int failed;

  ScriptRun(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * @throws AssertionError when the sides stay different, with the end of the logs
   */
  void run(RandomScript script) throws SQLException {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ScriptRun.class);
        Connection connection = pipeline.connect()) {
      pipeline.sql(script.setup().toArray(String[]::new));
      TableName[] tables = script.tables().toArray(TableName[]::new);
      pipeline.deliver(tables);
      connection.setAutoCommit(false);
      Application application = null;
      int start = script.steps().size() / 3;
      for (int at = 0; at < script.steps().size(); at++) {
        if (at == start) {
          application = pipeline.start(pipeline.application());
        }
        List<String> step = script.steps().get(at);
        if (step != RandomScript.KILL) {
          transaction(connection, step);
        } else if (application != null) {
          // Work is on its way by then.
          pipeline.awaitEvents(script.tables());
          application.kill();
          application = pipeline.start(pipeline.application());
        }
      }
      pipeline.awaitEqual(tables);
    }
  }

  /** Statements that ran, and those PostgreSQL refused: a NULL too many, a key that is there. */
  int[] counts() {
    return new int[] {succeeded, failed};
  }

  private void transaction(Connection connection, List<String> statements) throws SQLException {
    for (String sql : statements) {
      if (sql.equals("COMMIT")) {
        connection.commit();
      } else if (sql.equals("ROLLBACK")) {
        connection.rollback();
      } else {
        attempt(connection, sql);
      }
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
