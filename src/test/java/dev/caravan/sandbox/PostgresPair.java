package dev.caravan.sandbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL 17 with a standby that keeps its fail-over slots, beside the servers of a sandbox.
 * Clients reach whichever is the primary over one address.
 */
public final class PostgresPair implements AutoCloseable {

  /** What the standby reads the primary with. */
  private static final String SLOT = "standby";

  /** Where the build puts them. */
  private static final Path PROGRAMS = Path.of("target/postgres-17");

  private final NetworkLink address;
  private final LocalPostgres standby;
  private LocalPostgres primary;

  private PostgresPair(LocalPostgres primary, LocalPostgres standby) {
    this.primary = primary;
    this.standby = standby;
    this.address = NetworkLink.to(primary.port());
  }

  /** Starts both. */
  public static PostgresPair start(Sandbox sandbox) {
    Reaper reaper = sandbox.reaper();
    Path programs = PostgresPrograms.in(PROGRAMS).unpacked(Cache.ofUser(reaper));
    LocalPostgres primary = new LocalPostgres(reaper, programs, "md5");
    primary.start();
    execute(
        primary,
        "SELECT pg_create_physical_replication_slot('" + SLOT + "', true)",
        "ALTER SYSTEM SET synchronized_standby_slots = '" + SLOT + "'");
    primary.stop();
    LocalPostgres standby = primary.standby(reaper, SLOT);
    primary.start();
    standby.start();
    return new PostgresPair(primary, standby);
  }

  /** The port of whichever is the primary, on 127.0.0.1. */
  public int port() {
    return address.port();
  }

  /** The one that is written to. */
  public PostgresService primary() {
    return primary;
  }

  /** The one that follows. */
  public PostgresService standby() {
    return standby;
  }

  /** The primary dies for good, and the standby takes its place and its address. */
  public void failOver() {
    primary.kill();
    execute(standby, "SELECT pg_promote()");
    primary = standby;
    address.leadTo(standby.port());
  }

  private static void execute(LocalPostgres server, String... statements) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new SandboxException("PostgreSQL at port " + server.port() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    address.close();
    primary.kill();
    standby.kill();
  }
}
