package dev.caravan.deliver.engine;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.ColumnOptions;
import dev.caravan.deliver.projection.ProjectedShapes;
import dev.caravan.deliver.projection.SourceField;
import dev.caravan.deliver.table.TargetColumn;
import dev.caravan.deliver.table.TargetTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The columns of a target as the events of a shape fill them.
 *
 * @param filled those the events have values for
 * @param retired the names and types of those of Caravan's making that no shape has any more; left
 *     out, they would get the default that rows older than them have
 */
public record EngineColumns(List<EngineColumn> filled, Map<String, String> retired) {

  private static final Pattern WRAPPED = Pattern.compile("(?:Nullable|LowCardinality)\\((.*)\\)");

  /**
   * Those of a table.
   *
   * @param shape the newest shape the table is ready for
   */
  public static EngineColumns of(
      TargetTable table, Shape shape, ProjectedShapes catalog, ColumnOptions options) {
    List<EngineColumn> filled = new ArrayList<>();
    for (Column column : shape.columns()) {
      Optional<TargetColumn> target = table.columnOf(column);
      if (target.isPresent()) {
        TargetColumn into = target.get();
        SourceField field = catalog.field(shape, column, table.typeOf(column, shape).encoder());
        String mask = options.mask().get(field.name());
        filled.add(
            new EngineColumn(
                into.name(),
                into.type(),
                field.name(),
                shape.primaryKey().contains(column.name()),
                mask == null ? ColumnSql.of(column, plain(into.type())) : ColumnSql.masked(mask)));
      }
    }
    Set<String> names = filled.stream().map(EngineColumn::name).collect(Collectors.toSet());
    Map<String, String> retired = new LinkedHashMap<>();
    table.columns().values().stream()
        .filter(column -> column.number() > 0 && column.holdsNull())
        .filter(column -> catalog.hadColumn(shape, column.number()))
        .filter(column -> !names.contains(column.name()))
        .forEach(column -> retired.put(column.name(), column.type()));
    return new EngineColumns(filled, retired);
  }

  /** A type without regard to NULL. */
  private static String plain(String type) {
    String plain = type;
    for (Matcher m = WRAPPED.matcher(plain); m.matches(); m = WRAPPED.matcher(plain)) {
      plain = m.group(1);
    }
    return plain;
  }
}
