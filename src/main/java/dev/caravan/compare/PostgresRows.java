package dev.caravan.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows as COPY writes them: one at a time, so that only one is in memory however large it is, and
 * every value in the words of its type's output function.
 */
final class PostgresRows implements Rows {

  private final CopyOut copy;
  private final int columns;

  PostgresRows(Connection connection, String query, int columns) throws SQLException {
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + query + ") TO STDOUT (ENCODING 'UTF8')");
    this.columns = columns;
  }

  @Override
  public String[] next() throws SQLException, IOException {
    byte[] line = copy.readFromCopy();
    return line == null ? null : CopyLine.values(new String(line, StandardCharsets.UTF_8), columns);
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
