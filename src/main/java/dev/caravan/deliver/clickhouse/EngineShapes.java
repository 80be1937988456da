package dev.caravan.deliver.clickhouse;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.engine.EngineColumns;
import dev.caravan.deliver.engine.EngineWay;
import dev.caravan.deliver.engine.ViewSql;
import dev.caravan.deliver.option.TargetOptions;
import dev.caravan.deliver.projection.ProjectedShapes;
import dev.caravan.deliver.shape.ShapeCatalog;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Which shape's events ClickHouse's Kafka engine is to take, and how it makes rows of them. */
final class EngineShapes {

  private final EngineWay way;
  private final TargetOptions options;
  private final ShapeCatalog announced;
  private final ProjectedShapes catalog;
  private final TableName table;
  private final TargetHome home;

  EngineShapes(
      EngineWay way,
      TargetOptions options,
      ShapeCatalog announced,
      ProjectedShapes catalog,
      TableName table,
      TargetHome home) {
    this.way = way;
    this.options = options;
    this.announced = announced;
    this.catalog = catalog;
    this.table = table;
    this.home = home;
  }

  /** Whether the engine makes of the events of a shape what the route says now. */
  boolean isAsWanted(String id) {
    if (!announced.knows(table, id)) {
      catalog.refreshToEnd();
    }
    if (!announced.knows(table, id)) {
      return false;
    }
    Shape shape = catalog.shape(table, id);
    return home.ready(shape) && way.makes(sql(id, shape));
  }

  /** The newest shape that is known; empty while there is none. */
  Optional<String> latest() {
    return announced.latest(table).map(Shape::id);
  }

  /** The newest shape when one of the records has it. */
  Optional<String> latest(List<ConsumerRecord<byte[], byte[]>> records) {
    catalog.refresh();
    return latest().filter(latest -> records.stream().anyMatch(each -> id(each).equals(latest)));
  }

  /** How rows are made of a shape; nothing unless the table has just its columns. */
  Optional<ViewSql> sqlIfReached(String id) {
    Shape shape = catalog.shape(table, id);
    return home.ready(shape) && home.reached(shape).equals(shape)
        ? Optional.of(sql(id, shape))
        : Optional.empty();
  }

  private ViewSql sql(String id, Shape shape) {
    return way.sql(
        EngineColumns.of(home.table(), shape, catalog, options.columns()),
        id,
        shape,
        options.table(),
        home.table().sortingKey());
  }

  /** Whether some are of a shape that was announced after the one whose events the engine takes. */
  boolean bringsNewer(List<ConsumerRecord<byte[], byte[]>> left) {
    Set<String> ids = new HashSet<>();
    left.forEach(each -> ids.add(id(each)));
    ids.remove("");
    ids.remove(way.shape());
    if (ids.isEmpty()) {
      return false;
    }
    if (!ids.stream().allMatch(id -> announced.knows(table, id))) {
      catalog.refreshToEnd();
    }
    int current = place(way.shape());
    return ids.stream().anyMatch(id -> place(id) > current);
  }

  /** Its place among the shapes of the table, -1 when nobody announced it. */
  private int place(String id) {
    List<String> ids = announced.of(table).stream().map(Shape::id).toList();
    return ids.lastIndexOf(id);
  }

  /** The shape an event names; empty when it names none. */
  private static String id(ConsumerRecord<byte[], byte[]> each) {
    Header header = each.headers().lastHeader(ChangeHeaders.SHAPE);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.US_ASCII);
  }
}
