package dev.caravan.sandbox;

import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL server with logical decoding switched on, and one database in it. */
public interface PostgresService extends Service {

  String host();

  int port();

  String database();

  /** A superuser. */
  String user();

  String password();

  /** Without user and password. */
  String jdbcUrl();

  /** A new connection to {@link #database()} as {@link #user()}. */
  Connection connect() throws SQLException;

  /**
   * Keeps a copy of the stopped server's files, in the place of an earlier one.
   *
   * @throws UnsupportedOperationException when the server is an external one
   */
  void keepCopy();

  /**
   * Puts the copy that was kept back in the place of the stopped server's files.
   *
   * @throws UnsupportedOperationException when the server is an external one
   */
  void restoreCopy();
}
