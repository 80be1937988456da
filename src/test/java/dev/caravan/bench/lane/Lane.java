package dev.caravan.bench.lane;

import dev.caravan.bench.measure.WrongResultException;
import dev.caravan.change.TableName;
import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.compare.ComparisonResult;
import dev.caravan.compare.TableComparison;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.ClickHouseService;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * What one run has for itself: topics, a slot, consumer groups and a database in ClickHouse, all
 * named after it. Dropped when it is closed, and with them what begins with its name and an
 * underscore.
 */
public final class Lane implements AutoCloseable {

  private final Sandbox sandbox;
  private final SourceDatabase source;
  private final String name;
  private final List<TableName> tables;

  private Lane(Sandbox sandbox, SourceDatabase source, String name, List<TableName> tables) {
    this.sandbox = sandbox;
    this.source = source;
    this.name = name;
    this.tables = List.copyOf(tables);
  }

  /**
   * @param run what tells it from other lanes of the source, lower case letters and digits
   * @param tables what is captured and delivered
   */
  public static Lane open(
      Sandbox sandbox, SourceDatabase source, String run, List<TableName> tables) {
    Lane lane = new Lane(sandbox, source, source.name() + "_" + run, tables);
    sandbox.clickhouse().query("CREATE DATABASE " + lane.name);
    return lane;
  }

  /** Of the slot, the publication, the topics' prefix, the groups and ClickHouse's database. */
  public String name() {
    return name;
  }

  public List<TableName> tables() {
    return tables;
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public SourceDatabase source() {
    return source;
  }

  public String topic(TableName table) {
    return name + "." + table;
  }

  /** Caravan for this lane, with routes for its tables. */
  public Application.Builder application(String role) throws IOException {
    return application(role, "");
  }

  /**
   * The same.
   *
   * @param options of each route's {@code clickhouse:}, as it takes them behind the name
   */
  public Application.Builder application(String role, String options) throws IOException {
    return Application.on(sandbox)
        .routes(routes(options))
        .set("caravan.role", role)
        .set("caravan.postgres.database", source.name())
        .set("caravan.capture.slot", name)
        .set("caravan.capture.publication", name)
        .set("caravan.topic-prefix", name)
        .set("caravan.deliver.group-prefix", name)
        .set("caravan.deliver.clickhouse.database", name);
  }

  private Path routes(String options) throws IOException {
    Path folder = Files.createDirectories(sandbox.folder().resolve("routes-" + source.name()));
    for (TableName table : tables) {
      Files.writeString(
          folder.resolve(table.table() + ".camel.yaml"),
          """
          - route:
              id: %1$s
              from:
                uri: kafka:{{caravan.topic-prefix}}.%2$s
                steps:
                  - to: clickhouse:%1$s_final%3$s
          """
              .formatted(table.table(), table, options));
    }
    return folder;
  }

  /** Asks in the lane's own database. */
  public String clickhouse(String sql) throws IOException {
    return access().query(sql).strip();
  }

  public long count(String sql) throws IOException {
    return Long.parseLong(clickhouse(sql));
  }

  public ClickHouseAccess access() {
    ClickHouseService server = sandbox.clickhouse();
    return new ClickHouseAccess(server.url(), name, server.user(), server.password());
  }

  /** Holds every row of every table against the view of its name in ClickHouse. */
  public void mustBeEqual() throws SQLException, IOException {
    for (TableName table : tables) {
      ComparisonResult result = new TableComparison(source.connection(), access()).compare(table);
      if (!result.same()) {
        throw new WrongResultException(name + ": " + result);
      }
    }
  }

  @Override
  public void close() throws Exception {
    String own =
        "SELECT name FROM system.databases WHERE name = '%1$s' OR startsWith(name, '%1$s_')"
            .formatted(name);
    for (String database : sandbox.clickhouse().query(own).lines().toList()) {
      sandbox.clickhouse().query("DROP DATABASE " + database + " SYNC");
    }
    new Topics(sandbox.kafka().bootstrapServers()).deleteOf(name);
    source.execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
            + name
            + "'");
  }
}
