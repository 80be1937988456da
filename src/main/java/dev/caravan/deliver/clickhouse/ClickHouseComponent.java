package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.engine.EngineGroups;
import dev.caravan.deliver.engine.EngineNames;
import dev.caravan.deliver.engine.EngineSettings;
import dev.caravan.deliver.engine.EngineWay;
import dev.caravan.deliver.option.EndpointQuery;
import dev.caravan.deliver.option.TargetOption;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.deliver.table.Cluster;
import dev.caravan.deliver.table.TargetName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code clickhouse:<table>} or {@code clickhouse:<database>.<table>}: lands batches of change
 * events in a ClickHouse table, which it creates when it is missing.
 */
public class ClickHouseComponent extends DefaultComponent {

  /** Options of every endpoint, which Camel has taken by then. */
  private static final Set<String> CAMELS_OWN =
      Set.of("lazyStartProducer", "bridgeErrorHandler", "autowiredEnabled");

  private final DeliverConfig config;
  private final Topics topics;
  private final DeliverMeters meters;
  private final ShapeCatalog catalog;
  private final Optional<EngineGroups> groups;
  private ClickHouseServer server;

  /** One whose tables are all filled by Caravan itself, whatever routes say of that. */
  public ClickHouseComponent(
      DeliverConfig config, Topics topics, ShapeCatalog catalog, DeliverMeters meters) {
    this(config, topics, catalog, meters, Optional.empty());
  }

  /**
   * @param groups where ClickHouse's own consumers stand
   */
  public ClickHouseComponent(
      DeliverConfig config,
      Topics topics,
      ShapeCatalog catalog,
      DeliverMeters meters,
      Optional<EngineGroups> groups) {
    this.groups = groups;
    this.config = config;
    this.topics = topics;
    this.catalog = catalog;
    this.meters = meters;
  }

  /** What a route says stays as it is: a plus sign of SQL is no space. */
  @Override
  public boolean useRawUri() {
    return true;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    Map<String, Object> said = EndpointQuery.parse(uri);
    said.keySet().removeAll(CAMELS_OWN);
    TargetOptions options = TargetOptions.parse(uri, said, config.hashSalt());
    if (!said.isEmpty()) {
      throw new IllegalArgumentException(
          "clickhouse:%s has no option %s; it has %s"
              .formatted(
                  remaining,
                  String.join(", ", said.keySet()),
                  TargetOption.ALL.stream()
                      .map(TargetOption::name)
                      .collect(Collectors.joining(", "))));
    }
    parameters.clear();
    String table = URI.create("clickhouse:" + remaining).getSchemeSpecificPart();
    if (options.kafkaEngine() && isCluster()) {
      throw new IllegalArgumentException(
          "clickhouse:%s sets %s to kafka-engine, which reads on one server alone; with caravan.deliver.clickhouse.cluster, .replicated or several URLs leave it out"
              .formatted(remaining, TargetOption.VIA.name()));
    }
    return new ClickHouseEndpoint(
        uri,
        this,
        TargetName.parse(table, config.clickhouse().database()),
        options.with(Cluster.of(config.clickhouse()).engine()));
  }

  private boolean isCluster() {
    return !Cluster.of(config.clickhouse()).equals(Cluster.NONE)
        || config.clickhouse().url().size() > 1;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    server = new ClickHouseServer(config.clickhouse());
  }

  @Override
  protected void doShutdown() throws Exception {
    server.close();
    groups.ifPresent(EngineGroups::close);
    catalog.close();
    super.doShutdown();
  }

  /**
   * What lands the batches of a topic in a table.
   *
   * @param route the route's id, for people
   * @param group the consumer group the route reads in
   */
  TableSink sink(
      String topic, TargetName target, TargetOptions options, String route, String group) {
    return new TableSink(
        server,
        catalog,
        meters,
        topics.tableOf(topic),
        target,
        options,
        route,
        groups.filter(any -> !isCluster()).map(there -> engine(there, topic, target, group)));
  }

  private EngineWay engine(EngineGroups there, String topic, TargetName target, String group) {
    DeliverConfig.KafkaEngine engine = config.clickhouse().kafkaEngine();
    return new EngineWay(
        server::rows,
        new EngineNames(target),
        there,
        new EngineSettings(
            engine.bootstrapServers().orElse(there.brokers()),
            engine.collection(),
            engine.consumers(),
            engine.maxRows(),
            engine.flushInterval(),
            engine.pollTimeout()),
        topic,
        group);
  }

  /** The group of a route that names none. */
  String group(String route) {
    return config.groupPrefix() + "-" + route;
  }
}
