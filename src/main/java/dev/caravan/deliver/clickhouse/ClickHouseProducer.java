package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.table.ColumnTypes;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Lands the batch an exchange carries. */
public class ClickHouseProducer extends DefaultProducer {

  private final ClickHouseEndpoint endpoint;
  private String topic;
  private TableSink sink;

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
    TableSink ready = sink(batch, exchange.getFromRouteId());
    if (batch.asksToPrepare()) {
      ready.prepare();
    } else if (batch.records().isEmpty()) {
      ready.prepareFor(batch.read());
    } else {
      ready.land(batch);
    }
  }

  private synchronized TableSink sink(ChangeBatch batch, String route) {
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
          endpoint
              .getComponent()
              .sink(
                  topic,
                  endpoint.target(),
                  endpoint.droppedColumns(),
                  new ColumnTypes(route, endpoint.columnTypes()));
    }
    return sink;
  }
}
