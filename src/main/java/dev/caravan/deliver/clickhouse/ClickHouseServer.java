package dev.caravan.deliver.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.row.RowBuffer;
import dev.caravan.deliver.table.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The ClickHouse server, spoken to over HTTP. Every failure is a {@link DeliveryException} whose
 * message stays the same while the cause does. For any number of threads.
 */
public class ClickHouseServer implements AutoCloseable {

  private static final int CONNECTIONS = 200;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int LONGEST_MESSAGE = 1000;

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

  private final String url;
  private final Map<String, String> settings;
  private final Duration timeout;
  private final boolean mayLackCertificate;
  private final Client client;

  public ClickHouseServer(DeliverConfig.ClickHouse config) {
    this(config, config.timeout());
  }

  /**
   * @param timeout how long an answer may take, in place of the configured time
   */
  public ClickHouseServer(DeliverConfig.ClickHouse config, Duration timeout) {
    url = config.url();
    settings = config.settings();
    this.timeout = timeout;
    mayLackCertificate = url.startsWith("https:") && config.clientCertificate().isEmpty();
    client =
        login(config)
            .addEndpoint(url)
            .setUsername(config.user())
            .setDefaultDatabase(config.database())
            .setClientName("caravan")
            .setConnectTimeout(CONNECT.toMillis(), ChronoUnit.MILLIS)
            .setSocketTimeout(timeout.toMillis(), ChronoUnit.MILLIS)
            .setMaxConnections(CONNECTIONS)
            .compressServerResponse(false)
            // Whether and when to try again is decided with the batch in view, not here.
            .setMaxRetries(0)
            .retryOnFailures(ClientFaultCause.None)
            .build();
  }

  private static Client.Builder login(DeliverConfig.ClickHouse config) {
    Client.Builder builder = new Client.Builder();
    config.caCertificate().ifPresent(file -> builder.setRootCertificate(file.toString()));
    config.clientCertificate().ifPresent(file -> builder.setClientCertificate(file.toString()));
    config.clientKey().ifPresent(file -> builder.setClientKey(file.toString()));
    return config.clientCertificate().isPresent() && config.password().isEmpty()
        ? builder.useSSLAuthentication(true)
        : builder.setPassword(config.password().orElse(""));
  }

  public Duration timeout() {
    return timeout;
  }

  /** Runs a statement that answers nothing. */
  public void execute(String sql) {
    rows(sql);
  }

  /** Runs a query; each row's values as text, in the order asked for. */
  public List<String[]> rows(String sql) {
    QuerySettings query = new QuerySettings().setFormat(ClickHouseFormat.TabSeparated);
    try (QueryResponse response = client.query(sql, query).get()) {
      String text = new String(response.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return TabSeparated.rows(text);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (Exception e) {
      throw failure(e);
    }
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
    insert.serverSetting("max_execution_time", String.valueOf(Math.max(1, timeout.toSeconds())));
    settings.forEach(insert::serverSetting);
    // The client makes INSERT INTO ... FORMAT ... of what it is given; a SELECT may stand between.
    String into = plan.filter().map(filter -> filter.insert(target)).orElse(target.quoted());
    List<String> quoted =
        plan.filter().isPresent()
            ? List.of()
            : plan.columns().stream().map(TargetName::quote).toList();
    try (InsertResponse response =
        client
            .insert(
                into,
                quoted,
                out -> {
                  out.write(plan.head());
                  rows.writeTo(out);
                  // Without the end of its body ClickHouse takes nothing of a request.
                  last.run();
                },
                ClickHouseFormat.RowBinaryWithNamesAndTypes,
                insert)
            .get()) {
      response.getWrittenRows();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (Exception e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private DeliveryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DeliveryException("interrupted while waiting for ClickHouse at " + url, e);
  }

  private DeliveryException failure(Throwable error) {
    Throwable root = error;
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof DeliveryException own) {
        return own;
      }
      if (each instanceof ServerException refusal) {
        String message = "ClickHouse at " + url + " refuses: " + text(refusal) + Remedy.of(refusal);
        return RowsRefusedException.isAboutRows(refusal.getCode())
            ? new RowsRefusedException(message, error)
            : new DeliveryException(message, error);
      }
      root = each;
    }
    return new DeliveryException(
        "ClickHouse at "
            + url
            + " does not answer: "
            + text(root)
            + Remedy.of(error, root, mayLackCertificate),
        error);
  }

  private static String text(Throwable error) {
    // While it replaces a view ClickHouse calls it by another name each time.
    String message =
        String.valueOf(error.getMessage())
            .strip()
            .replaceAll("_tmp_replace_\\w+", "_tmp_replace_*");
    return error.getClass().getSimpleName()
        + ": "
        + message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
  }
}
