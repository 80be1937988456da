package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.PartlyRefusedException;
import dev.caravan.deliver.RefusedException;
import dev.caravan.deliver.deadletter.PoisonException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lands the batch an exchange carries. */
public class ClickHouseProducer extends DefaultProducer {

  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseProducer.class);

  private final ClickHouseEndpoint endpoint;
  private String topic;
  private TableSink sink;
  private Boolean others;

  ClickHouseProducer(ClickHouseEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public void process(Exchange exchange) {
    if (!(exchange.getMessage().getBody() instanceof ChangeBatch batch)) {
      throw new IllegalArgumentException(
          endpoint.getEndpointUri()
              + " takes the batches of a kafka: route; the body is "
              + exchange.getMessage().getBody());
    }
    TableSink ready =
        sink(batch, exchange.getFromRouteId(), group(exchange, exchange.getFromRouteId()));
    if (batch.asksToPrepare()) {
      ready.prepare(batch);
    } else if (batch.records().isEmpty()) {
      ready.prepareFor(batch.read());
    } else if (isOneOfSeveral(exchange)) {
      landAmongOthers(ready, batch);
    } else {
      ready.land(batch);
    }
  }

  /**
   * What has landed here need not have landed in the route's other tables, and must not be
   * committed when the rest cannot land: the whole batch is given again, of which this table takes
   * what it lacks.
   */
  private static void landAmongOthers(TableSink ready, ChangeBatch batch) {
    try {
      ready.land(batch);
    } catch (PoisonException e) {
      throw new PoisonException(e.rows(), List.of());
    } catch (PartlyRefusedException e) {
      throw new RefusedException(e.getMessage(), e);
    }
  }

  private boolean isOneOfSeveral(Exchange exchange) {
    if (others == null) {
      Route route = exchange.getContext().getRoute(exchange.getFromRouteId());
      others = route == null || targets(route) != 1;
    }
    return others;
  }

  /** How many tables a route delivers into. */
  static long targets(Route route) {
    return route.filter("*").stream()
        .filter(
            step ->
                step instanceof EndpointAware to && to.getEndpoint() instanceof ClickHouseEndpoint)
        .count();
  }

  private String group(Exchange exchange, String id) {
    Route route = exchange.getContext().getRoute(id);
    String own =
        route != null && route.getEndpoint() instanceof KafkaEndpoint kafka
            ? kafka.getConfiguration().getGroupId()
            : null;
    return own == null ? endpoint.getComponent().group(id) : own;
  }

  /**
   * The route was paused, changed or taken away, and ClickHouse is not to go on by itself. While
   * the application stops it may: what it leaves to Caravan is kept.
   */
  @Override
  protected void doStop() throws Exception {
    TableSink stopped;
    synchronized (this) {
      stopped = sink;
    }
    if (stopped != null && !isEnding()) {
      try {
        stopped.stop();
      } catch (DeliveryException e) {
        LOG.warn("{} may go on to be filled by ClickHouse: {}", endpoint.target(), e.getMessage());
      }
    }
    super.doStop();
  }

  private boolean isEnding() {
    CamelContext camel = endpoint.getCamelContext();
    return camel.isStopping() || camel.isStopped();
  }

  private synchronized TableSink sink(ChangeBatch batch, String route, String group) {
    for (String each : batch.topics()) {
      if (topic != null && !topic.equals(each)) {
        throw new IllegalArgumentException(
            endpoint.getEndpointUri()
                + " gets events of "
                + topic
                + " and of "
                + each
                + "; a table takes one topic, for its rows are told apart by partition and offset");
      }
      topic = each;
    }
    if (sink == null) {
      sink =
          endpoint.getComponent().sink(topic, endpoint.target(), endpoint.options(), route, group);
    }
    return sink;
  }
}
