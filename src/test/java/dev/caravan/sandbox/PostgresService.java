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
}
