package dev.caravan.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A ClickHouse with one user and one database. */
final class LocalClickHouse extends LocalService implements ClickHouseService {

  private static final String DATABASE = "shop";
  private static final String USER = "caravan";
  private static final String PASSWORD = "clickhouse-secret";

  private final ClickHouseEngine engine;
  private final ClickHouseFiles files;

  /**
   * @param security null for a server without
   */
  LocalClickHouse(Reaper reaper, ClickHouseEngine engine, Security security) {
    super("clickhouse", reaper);
    this.engine = engine;
    this.files =
        new ClickHouseFiles(
            folder(), LoopbackPort.free(), LoopbackPort.free(), USER, PASSWORD, security);
    try {
      files.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start() {
    super.start();
    ClickHouseHttp.query(this, "system", "CREATE DATABASE IF NOT EXISTS " + DATABASE);
  }

  @Override
  List<String> command() {
    engine.prepare(files);
    return engine.command(files);
  }

  @Override
  boolean answers() {
    return ClickHouseHttp.query(this, "system", "SELECT 1").equals("1");
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  @Override
  public String url() {
    return "http://127.0.0.1:" + httpPort();
  }

  @Override
  public int httpPort() {
    return files.httpPort();
  }

  @Override
  public int nativePort() {
    return files.nativePort();
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
  public String query(String sql) {
    return ClickHouseHttp.query(this, sql);
  }
}
