package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.clickhouse.ClickHouseEndpoint;
import dev.caravan.deliver.kafka.BatchKafkaEndpoint;
import dev.caravan.deliver.table.TargetName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.support.service.ServiceHelper;
import org.jboss.logging.Logger;

/** The deliver routes of this process: which tables they read, and where they send them. */
@ApplicationScoped
public class TableRoutes {

  private static final Logger LOG = Logger.getLogger(TableRoutes.class);

  private final CamelContext camel;
  private final DeliverConfig deliver;
  private final Topics topics;

  /**
   * A route that reads tables' changes.
   *
   * @param id the route's id
   * @param group its consumer group
   * @param tables the tables it reads
   * @param targets the ClickHouse tables it sends them to
   * @param isStarted whether it runs
   * @param kafkaEngine whether ClickHouse's Kafka engine fills one of them
   */
  public record TableRoute(
      String id,
      String group,
      Set<TableName> tables,
      List<TargetName> targets,
      boolean isStarted,
      boolean kafkaEngine) {

    /** One whose targets Caravan fills. */
    public TableRoute(
        String id,
        String group,
        Set<TableName> tables,
        List<TargetName> targets,
        boolean isStarted) {
      this(id, group, tables, targets, isStarted, false);
    }
  }

  public TableRoutes(CaravanConfig caravan, DeliverConfig deliver, CamelContext camel) {
    this.camel = camel;
    this.deliver = deliver;
    this.topics = new Topics(caravan.topicPrefix());
  }

  /** Those there are now, running or not. */
  public List<TableRoute> all() {
    List<TableRoute> routes = new ArrayList<>();
    for (Route route : camel.getRoutes()) {
      if (route.getEndpoint() instanceof BatchKafkaEndpoint kafka) {
        routes.add(route(route, kafka));
      }
    }
    return routes;
  }

  /** Those that read a table. */
  public List<TableRoute> of(TableName table) {
    return all().stream().filter(route -> route.tables().contains(table)).toList();
  }

  /** The tables that are read, by name. */
  public NavigableSet<TableName> tables() {
    return all().stream()
        .flatMap(route -> route.tables().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Stops a route; true when it is stopped. Its consumer first, which may take its time: Camel
   * holds a lock of everything while it stops a route.
   */
  boolean stop(String id) {
    try {
      Route route = camel.getRoute(id);
      if (route != null) {
        ServiceHelper.stopService(route.getConsumer());
      }
      camel.getRouteController().stopRoute(id);
      return true;
    } catch (Exception e) {
      LOG.warnf("Route %s did not stop, which is tried again: %s", id, e.getMessage());
      return false;
    }
  }

  /** Starts a route; true when it is started. */
  boolean start(String id) {
    try {
      camel.getRouteController().startRoute(id);
      return true;
    } catch (Exception e) {
      LOG.warnf("Route %s did not start, which is tried again: %s", id, e.getMessage());
      return false;
    }
  }

  private TableRoute route(Route route, BatchKafkaEndpoint kafka) {
    String group =
        Optional.ofNullable(kafka.getConfiguration().getGroupId())
            .orElse(deliver.groupPrefix() + "-" + route.getRouteId());
    var status = camel.getRouteController().getRouteStatus(route.getRouteId());
    return new TableRoute(
        route.getRouteId(),
        group,
        tables(kafka.getConfiguration().getTopic()),
        endpoints(route).map(ClickHouseEndpoint::target).distinct().toList(),
        status != null && status.isStarted(),
        endpoints(route).anyMatch(ClickHouseEndpoint::isFilledByKafkaEngine));
  }

  private Set<TableName> tables(String names) {
    Set<TableName> tables = new TreeSet<>();
    for (String topic : Arrays.stream(names.split(",")).map(String::trim).toList()) {
      try {
        tables.add(topics.tableOf(topic));
      } catch (IllegalArgumentException e) {
        LOG.debugf("%s is no table's topic", topic);
      }
    }
    return tables;
  }

  private static Stream<ClickHouseEndpoint> endpoints(Route route) {
    return route.filter("*").stream()
        .filter(EndpointAware.class::isInstance)
        .map(each -> ((EndpointAware) each).getEndpoint())
        .filter(ClickHouseEndpoint.class::isInstance)
        .map(ClickHouseEndpoint.class::cast);
  }
}
