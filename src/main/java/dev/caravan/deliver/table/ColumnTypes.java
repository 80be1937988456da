package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.ColumnOptions;
import dev.caravan.deliver.shape.LaterShapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The ClickHouse types of a table's columns: those a route chose, and Caravan's choice for all
 * others.
 *
 * @param route the route's id, for people
 * @param chosen the types by the names the columns have in the source: {@code amount}, {@code
 *     Decimal(38, 6)}
 * @param sources the names that columns have in the source where the route gave them others, by
 *     those others
 */
public record ColumnTypes(String route, Map<String, String> chosen, Map<String, String> sources) {

  /** What the options of a route begin with that choose a type; the column's name follows. */
  public static final String OPTION = "columnType.";

  /** Nobody chose any. */
  public static final ColumnTypes NATURAL = new ColumnTypes("", Map.of());

  public ColumnTypes {
    chosen = Map.copyOf(chosen);
    sources = Map.copyOf(sources);
  }

  /** Columns are called as in the source. */
  public ColumnTypes(String route, Map<String, String> chosen) {
    this(route, chosen, Map.of());
  }

  /** What a route chose. */
  public static ColumnTypes of(String route, ColumnOptions options) {
    Map<String, String> sources = new HashMap<>();
    options.rename().forEach((source, name) -> sources.put(name, source));
    return new ColumnTypes(route, options.types(), sources);
  }

  /** The name a column has in the source. */
  String source(String name) {
    return sources.getOrDefault(name, name);
  }

  /** The option that chooses a column's type. */
  String option(Column column) {
    return OPTION + source(column.name());
  }

  private String chosen(Column column) {
    return chosen.get(source(column.name()));
  }

  /**
   * The type of a column Caravan makes. A chosen one gets room for NULL where the column needs it.
   *
   * @param key whether the column belongs to the primary key, which never holds NULL
   * @throws ShapeRefusedException when the chosen type cannot hold the column's values
   */
  public ClickHouseType of(Column column, boolean key) {
    return chosen(column) != null
        ? fit(column, key)
            .orElseThrow(() -> new ShapeRefusedException(misfit(column, key).orElseThrow()))
        : TypeMapping.of(column, key);
  }

  /** Why the type that was chosen for a column cannot hold its values; nothing when it can. */
  Optional<String> misfit(Column column, boolean key) {
    if (chosen(column) == null || fit(column, key).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "route %s sets %s to %s, but the column is %s, which is %s in ClickHouse, and some of its values would be lost or changed; correct the type or remove the option"
            .formatted(
                route,
                option(column),
                chosen(column),
                SourceType.of(column),
                TypeMapping.of(column, key).name()));
  }

  private Optional<ClickHouseType> fit(Column column, boolean key) {
    String type = chosen(column);
    return into(column, column.nullable() && !key ? TargetColumn.nullable(type) : type);
  }

  /** The type of a column without regard to NULL. */
  String plain(Column column) {
    String type = chosen(column);
    return type == null ? TypeMapping.plain(column).name() : type;
  }

  /**
   * How the column's values go into a type the table has; nothing when some would be lost or
   * changed. A chosen Array holds a NULL as an empty one.
   */
  public Optional<ClickHouseType> into(Column column, String type) {
    return TypeFit.into(column, type, chosen(column) != null);
  }

  /** The type that was chosen for a column when the table has it otherwise, NULL apart. */
  Optional<String> missed(Column column, String type) {
    return Optional.ofNullable(chosen(column))
        .filter(each -> !plainName(each).equals(plainName(type)));
  }

  /**
   * Sees that every choice is of a column there is.
   *
   * @throws ShapeRefusedException when neither the shape nor a later one has it
   */
  public void check(Shape shape, LaterShapes later) {
    List<String> names =
        Stream.concat(Stream.of(shape), later.shapes().stream())
            .flatMap(each -> each.columns().stream())
            .map(column -> source(column.name()))
            .toList();
    for (String each : new TreeSet<>(chosen.keySet())) {
      if (!names.contains(each)) {
        throw new ShapeRefusedException(
            "route %s sets %s%s, but %s has no such column; it has %s"
                .formatted(
                    route, OPTION, each, shape.table(), String.join(", ", new TreeSet<>(names))));
      }
    }
  }

  private static String plainName(String type) {
    return type.replace(" ", "").replaceAll("Nullable\\((.*)\\)", "$1");
  }
}
