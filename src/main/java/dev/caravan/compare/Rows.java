package dev.caravan.compare;

import java.io.IOException;
import java.sql.SQLException;

/** One side's rows, one after the other, by key. */
interface Rows extends AutoCloseable {

  /** The next row's values as text, null when there is none left. */
  String[] next() throws SQLException, IOException;

  @Override
  default void close() throws SQLException, IOException {}
}
