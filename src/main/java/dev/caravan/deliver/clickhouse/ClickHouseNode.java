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
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One ClickHouse server, spoken to over HTTP. Every failure is a {@link DeliveryException} whose
 * message stays the same while the cause does. For any number of threads.
 */
final class ClickHouseNode implements AutoCloseable {

  private static final int CONNECTIONS = 200;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int LONGEST_MESSAGE = 1000;

  /** A replica that has lost Keeper, or is about to end: another one may not. */
  private static final Set<Integer> UNABLE = Set.of(225, 236, 242, 999);

  private final String url;
  private final DeliverConfig.ClickHouse config;
  private final Duration timeout;
  private final boolean mayLackCertificate;
  private Client client;

  ClickHouseNode(String url, DeliverConfig.ClickHouse config, Duration timeout) {
    this.url = url;
    this.config = config;
    this.timeout = timeout;
    this.mayLackCertificate = url.startsWith("https:") && config.clientCertificate().isEmpty();
  }

  String url() {
    return url;
  }

  /** Made when it is used first: of several servers most are never spoken to. */
  private synchronized Client client() {
    if (client == null) {
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
    return client;
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

  /**
   * Runs a statement; each row's values as text, in the order asked for.
   *
   * @param settings by ClickHouse's names
   * @throws ServerAwayException when another server may do
   * @throws DeliveryException when ClickHouse refuses
   */
  List<String[]> rows(String sql, Map<String, String> settings) {
    QuerySettings query = new QuerySettings().setFormat(ClickHouseFormat.TabSeparated);
    settings.forEach(query::serverSetting);
    try (QueryResponse response = client().query(sql, query).get()) {
      String text = new String(response.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return TabSeparated.rows(text);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (Exception e) {
      throw failure(e);
    }
  }

  /** See {@link ClickHouseServer#insert}. */
  void insert(
      TargetName target, InsertPlan plan, RowBuffer rows, InsertSettings settings, Runnable last) {
    // The client makes INSERT INTO ... FORMAT ... of what it is given; a SELECT may stand between.
    String into = plan.filter().map(filter -> filter.insert(target)).orElse(target.quoted());
    List<String> quoted =
        plan.filter().isPresent()
            ? List.of()
            : plan.columns().stream().map(TargetName::quote).toList();
    try (InsertResponse response =
        client()
            .insert(
                into,
                quoted,
                out -> {
                  // The client ends a request properly also when this throws, and ClickHouse would
                  // take the rows, were the last one not cut off.
                  int end = Math.max(0, rows.size() - 1);
                  out.write(plan.head());
                  rows.writeTo(out, 0, end);
                  last.run();
                  rows.writeTo(out, end, rows.size());
                },
                ClickHouseFormat.RowBinaryWithNamesAndTypes,
                settings)
            .get()) {
      response.getWrittenRows();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (Exception e) {
      throw failure(e);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }

  private DeliveryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DeliveryException("interrupted while waiting for ClickHouse at " + url, e);
  }

  private DeliveryException failure(Throwable error) {
    Throwable root = error;
    boolean refused = false;
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof DeliveryException own) {
        return own;
      }
      if (each instanceof ServerException refusal) {
        String message = "ClickHouse at " + url + " refuses: " + text(refusal) + Remedy.of(refusal);
        if (RowsRefusedException.isAboutRows(refusal.getCode())) {
          return new RowsRefusedException(message, error);
        }
        return UNABLE.contains(refusal.getCode())
            ? new ServerAwayException(message, error, false)
            : new DeliveryException(message, error);
      }
      refused |= each instanceof ConnectException;
      root = each;
    }
    return new ServerAwayException(
        "ClickHouse at "
            + url
            + " does not answer: "
            + text(root)
            + Remedy.of(error, root, mayLackCertificate),
        error,
        refused);
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
