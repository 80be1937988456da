package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.table.TargetName;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** A ClickHouse table that batches are sent to. */
public class ClickHouseEndpoint extends DefaultEndpoint {

  private final TargetName target;
  private final DroppedColumns droppedColumns;
  private final Map<String, String> columnTypes;

  ClickHouseEndpoint(
      String uri,
      ClickHouseComponent component,
      TargetName target,
      DroppedColumns droppedColumns,
      Map<String, String> columnTypes) {
    super(uri, component);
    this.target = target;
    this.droppedColumns = droppedColumns;
    this.columnTypes = columnTypes;
  }

  DroppedColumns droppedColumns() {
    return droppedColumns;
  }

  /** The ClickHouse types chosen for columns, by the columns' names in the source. */
  Map<String, String> columnTypes() {
    return columnTypes;
  }

  /** The table. */
  public TargetName target() {
    return target;
  }

  @Override
  public ClickHouseComponent getComponent() {
    return (ClickHouseComponent) super.getComponent();
  }

  @Override
  public Producer createProducer() {
    return new ClickHouseProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        getEndpointUri() + " takes batches only; a route cannot begin with it");
  }
}
