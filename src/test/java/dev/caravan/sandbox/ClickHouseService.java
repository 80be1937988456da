package dev.caravan.sandbox;

/** A ClickHouse server, and one database in it. */
public interface ClickHouseService extends Service {

  /** The HTTP interface, {@code http://host:port}. */
  String url();

  int httpPort();

  /** The native protocol's port. */
  int nativePort();

  String database();

  String user();

  String password();

  /**
   * Runs one statement over HTTP, in {@link #database()} as {@link #user()}, and returns what
   * ClickHouse answers, without the last line break.
   *
   * @throws SandboxException with ClickHouse's own message, or when it cannot be reached
   */
  String query(String sql);
}
