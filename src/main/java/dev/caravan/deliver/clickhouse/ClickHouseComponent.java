package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.deliver.table.TargetName;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code clickhouse:<table>} or {@code clickhouse:<database>.<table>}: lands batches of change
 * events in a ClickHouse table, which it creates when it is missing.
 */
public class ClickHouseComponent extends DefaultComponent {

  private final DeliverConfig config;
  private final Topics topics;
  private final DeliverMeters meters;
  private final ShapeCatalog catalog;
  private ClickHouseServer server;

  public ClickHouseComponent(
      DeliverConfig config, Topics topics, ShapeCatalog catalog, DeliverMeters meters) {
    this.config = config;
    this.topics = topics;
    this.catalog = catalog;
    this.meters = meters;
  }

  /** Takes the options out; Camel refuses what is left over. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new ClickHouseEndpoint(
        uri,
        this,
        TargetName.parse(remaining, config.clickhouse().database()),
        TargetOptions.parse(uri, parameters, config.hashSalt()));
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    server = new ClickHouseServer(config.clickhouse());
  }

  @Override
  protected void doShutdown() throws Exception {
    server.close();
    catalog.close();
    super.doShutdown();
  }

  /**
   * What lands the batches of a topic in a table.
   *
   * @param route the route's id, for people
   */
  TableSink sink(String topic, TargetName target, TargetOptions options, String route) {
    return new TableSink(server, catalog, meters, topics.tableOf(topic), target, options, route);
  }
}
