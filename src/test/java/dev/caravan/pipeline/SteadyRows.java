package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Inserts a row into each of some tables fifty times a second. */
final class SteadyRows implements AutoCloseable {

  private static final long PAUSE_MILLIS = 20;

  private final List<TableName> tables;
  private final Connection connection;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private volatile SQLException failure;
  private volatile long written;

  private SteadyRows(IsolatedPipeline pipeline, List<TableName> tables) {
    this.tables = tables;
    this.connection = pipeline.connect();
  }

  /** Creates the tables and begins. */
  static SteadyRows into(IsolatedPipeline pipeline, List<TableName> tables) {
    for (TableName table : tables) {
      pipeline.sql("CREATE TABLE " + table + " (id bigserial PRIMARY KEY, at timestamptz)");
    }
    SteadyRows rows = new SteadyRows(pipeline, tables);
    rows.thread.scheduleWithFixedDelay(
        rows::write, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    return rows;
  }

  private void write() {
    try (Statement statement = connection.createStatement()) {
      for (TableName table : tables) {
        statement.addBatch("INSERT INTO " + table + " (at) VALUES (now())");
      }
      statement.executeBatch();
      written++;
    } catch (SQLException e) {
      failure = e;
    }
  }

  /** Rows in each table. */
  long written() {
    return written;
  }

  /** Ends, with all rows committed. */
  @Override
  public void close() throws InterruptedException, SQLException {
    thread.shutdown();
    assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    connection.close();
    assertThat((Object) failure).isNull();
  }
}
