package dev.caravan.deliver.clickhouse;

import static dev.caravan.deliver.table.TargetName.literal;

import com.clickhouse.client.api.insert.InsertSettings;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.table.Cluster;
import dev.caravan.deliver.table.TargetName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ClickHouse: one server, or that of several replicas which is used at the time. Every failure is a
 * {@link DeliveryException} whose message stays the same while the cause does. For any number of
 * threads.
 */
public class ClickHouseServer implements AutoCloseable {

  /**
   * What keeps the rows of one request one block, and so one part, which lands as a whole or not at
   * all.
   */
  private static final Map<String, String> ONE_BLOCK =
      Map.ofEntries(
          Map.entry("async_insert", "0"),
          Map.entry("max_insert_block_size", "1000000000"),
          Map.entry("min_insert_block_size_rows", "1000000000"),
          Map.entry("min_insert_block_size_bytes", "0"),
          Map.entry("max_insert_threads", "1"),
          Map.entry("input_format_parallel_parsing", "0"),
          // A merge within the block could take the row with the highest offset away.
          Map.entry("optimize_on_insert", "0"),
          Map.entry("insert_deduplicate", "1"),
          Map.entry("deduplicate_blocks_in_dependent_materialized_views", "1"),
          Map.entry("input_format_binary_read_json_as_string", "1"),
          Map.entry("input_format_with_names_use_header", "1"),
          Map.entry("input_format_with_types_use_header", "1"));

  /** How long another server may take to tell what runs there. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final DeliverConfig.ClickHouse config;
  private final Cluster cluster;
  private final Duration timeout;
  private final ServerChoice servers;

  /** The same servers for questions that must not take long. */
  private final ServerChoice looks;

  public ClickHouseServer(DeliverConfig.ClickHouse config) {
    this(config, config.timeout());
  }

  /**
   * @param timeout how long an answer may take, in place of the configured time
   */
  public ClickHouseServer(DeliverConfig.ClickHouse config, Duration timeout) {
    this.config = config;
    this.cluster = Cluster.of(config);
    this.timeout = timeout;
    this.servers = choice(timeout);
    this.looks = choice(LOOK);
  }

  private ServerChoice choice(Duration limit) {
    return new ServerChoice(
        config.url().stream().map(url -> new ClickHouseNode(url, config, limit)).toList());
  }

  public Duration timeout() {
    return timeout;
  }

  /** How several servers hold what is made here. */
  Cluster cluster() {
    return cluster;
  }

  /** Whether there are several, of which another one may be used from one moment to the next. */
  boolean isSeveral() {
    return servers.isSeveral();
  }

  /** The one that is used now, for people. */
  String url() {
    return servers.current().url();
  }

  /** Runs a statement that answers nothing and defines nothing; it may be repeated. */
  public void execute(String sql) {
    rows(sql);
  }

  /**
   * Runs a statement that defines a table or a view, on every server of the cluster. One that is
   * away does not keep it from being done on the others, and does it when it is there again.
   *
   * @param defined what it defines
   * @return the statement that was run
   */
  String define(TargetName defined, String sql) {
    String everywhere = cluster.everywhere(sql, defined);
    Map<String, String> settings =
        cluster.equals(Cluster.NONE)
            ? Map.of()
            : Map.of(
                "distributed_ddl_output_mode",
                "null_status_on_timeout_only_active",
                "distributed_ddl_task_timeout",
                String.valueOf(Math.max(1, seconds() / 2)));
    servers.run(node -> node.rows(everywhere, settings));
    return everywhere;
  }

  /** Runs a query; each row's values as text, in the order asked for. */
  public List<String[]> rows(String sql) {
    cluster.checkHere(sql);
    return servers.run(node -> node.rows(sql, Map.of()));
  }

  /**
   * Runs a query whose answer must not lack what has been inserted before, by whichever server: a
   * replica has what others took first.
   *
   * @param table the table that is asked
   */
  List<String[]> rowsOf(TargetName table, String sql) {
    if (!isSeveral() && cluster.equals(Cluster.NONE)) {
      return rows(sql);
    }
    return servers.run(
        node -> {
          if (isReplica(node, table)) {
            catchUp(node, table);
          }
          return node.rows(sql, Map.of("select_sequential_consistency", "1"));
        });
  }

  private static boolean isReplica(ClickHouseNode node, TargetName table) {
    String engine =
        "SELECT engine FROM system.tables WHERE database = %s AND name = %s"
            .formatted(literal(table.database()), literal(table.table()));
    return node.rows(engine, Map.of()).stream().anyMatch(row -> row[0].startsWith("Replicated"));
  }

  private void catchUp(ClickHouseNode node, TargetName table) {
    try {
      node.rows(
          "SYSTEM SYNC REPLICA " + table.quoted() + " LIGHTWEIGHT",
          Map.of("receive_timeout", String.valueOf(Math.max(1, seconds() / 2))));
    } catch (ServerAwayException e) {
      throw e;
    } catch (DeliveryException e) {
      if (e.getMessage().contains("ACCESS_DENIED")) {
        throw e;
      }
      throw new DeliveryException(
          "%s lacks rows at %s that other replicas have, and waits for them: %s"
              .formatted(table, node.url(), e.getMessage()),
          e);
    }
  }

  /**
   * Asks every server.
   *
   * @return what each answers, by its URL: nothing where it does not; a server where nothing
   *     listens is left out
   */
  Map<String, Optional<List<String[]>>> rowsOfEach(String sql) {
    if (!isSeveral()) {
      return Map.of(url(), Optional.of(rows(sql)));
    }
    Map<String, Optional<List<String[]>>> answers = new HashMap<>();
    for (ClickHouseNode node : looks.all()) {
      try {
        answers.put(node.url(), Optional.of(node.rows(sql, Map.of())));
      } catch (ServerAwayException e) {
        if (!e.isDown()) {
          answers.put(node.url(), Optional.empty());
        }
      }
    }
    return answers;
  }

  /**
   * Inserts rows as one block.
   *
   * @param plan what the rows were encoded by
   * @param queryId names the insert in system.processes while it runs
   * @param token what the table recognizes a repeated insert by
   * @param last called when all but the end is sent; when it throws, nothing is inserted
   * @throws RowsRefusedException when it is for what a row holds that none is inserted
   * @throws DeliveryException when ClickHouse takes none for another reason, or does not answer
   */
  void insert(
      TargetName target,
      InsertPlan plan,
      RowBuffer rows,
      String queryId,
      String token,
      Runnable last) {
    InsertSettings insert = new InsertSettings().setQueryId(queryId).setDeduplicationToken(token);
    ONE_BLOCK.forEach(insert::serverSetting);
    insert.serverSetting("max_execution_time", String.valueOf(seconds()));
    config
        .insertQuorum()
        .ifPresent(
            quorum -> {
              insert.serverSetting("insert_quorum", quorum);
              insert.serverSetting(
                  "insert_quorum_timeout", String.valueOf(Math.max(1, timeout.toMillis() / 2)));
            });
    config.settings().forEach(insert::serverSetting);
    ClickHouseNode node = servers.current();
    try {
      node.insert(target, plan, rows, insert, last);
    } catch (ServerAwayException e) {
      // Whether it has landed is asked of another one, before it is sent again.
      servers.leave(node, e);
      throw e;
    }
  }

  private long seconds() {
    return Math.max(1, timeout.toSeconds());
  }

  @Override
  public void close() {
    servers.all().forEach(ClickHouseNode::close);
    looks.all().forEach(ClickHouseNode::close);
  }
}
