package dev.caravan.deliver.clickhouse;

import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.shape.ShapeCatalog;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TypeSyntax;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * {@code clickhouse:<table>} or {@code clickhouse:<database>.<table>}: lands batches of change
 * events in a ClickHouse table, which it creates when it is missing.
 */
public class ClickHouseComponent extends DefaultComponent {

  private final DeliverConfig.ClickHouse config;
  private final Topics topics;
  private final DeliverMeters meters;
  private final ShapeCatalog catalog;
  private ClickHouseServer server;

  public ClickHouseComponent(
      DeliverConfig.ClickHouse config, Topics topics, ShapeCatalog catalog, DeliverMeters meters) {
    this.config = config;
    this.topics = topics;
    this.catalog = catalog;
    this.meters = meters;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new ClickHouseEndpoint(
        uri,
        this,
        TargetName.parse(remaining, config.database()),
        DroppedColumns.parse(uri, parameters.remove("droppedColumns")),
        columnTypes(parameters));
  }

  /** Takes out the options that choose columns' types; Camel refuses what is left over. */
  private static Map<String, String> columnTypes(Map<String, Object> parameters) {
    Map<String, String> types = new HashMap<>();
    PropertiesHelper.extractProperties(parameters, ColumnTypes.OPTION)
        .forEach((column, type) -> types.put(column, type(column, String.valueOf(type))));
    return types;
  }

  private static String type(String column, String text) {
    if (!TypeSyntax.isType(text)) {
      throw new IllegalArgumentException(
          "%s%s is '%s', which is not one type of ClickHouse; expected such as Decimal(38, 6)"
              .formatted(ColumnTypes.OPTION, column, text));
    }
    return text.strip();
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    server = new ClickHouseServer(config);
  }

  @Override
  protected void doShutdown() throws Exception {
    server.close();
    catalog.close();
    super.doShutdown();
  }

  /** What lands the batches of a topic in a table. */
  TableSink sink(
      String topic, TargetName target, DroppedColumns droppedColumns, ColumnTypes types) {
    return new TableSink(
        server,
        catalog,
        meters,
        topics.tableOf(topic),
        target,
        types,
        droppedColumns == DroppedColumns.DROP);
  }
}
