package dev.caravan.deliver.projection;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.ColumnOptions;
import dev.caravan.deliver.option.TargetOption;
import dev.caravan.deliver.table.ShapeRefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether what a route says of columns can be done to those a table has.
 *
 * @param route the route's id, for people
 */
record ColumnChoices(ColumnOptions options, String route) {

  /**
   * Sees that it can.
   *
   * <p>A column that was dropped needs nothing any more. One that was renamed stops the route,
   * because under its new name its values would go where they were not to go.
   *
   * @param source a shape of the source
   * @param target the target's shape of it
   * @param all the table's shapes, oldest first
   * @throws ShapeRefusedException when it cannot
   */
  void check(Shape source, Shape target, List<Shape> all) {
    for (Map.Entry<String, String> named : options.named().entrySet()) {
      String column = named.getKey();
      List<Shape> later = all.subList(all.indexOf(source) + 1, all.size());
      if (!has(source, column) && later.stream().noneMatch(each -> has(each, column))) {
        checkGone(named.getValue(), column, source, all);
      }
    }
    for (String key : source.primaryKey()) {
      refuseForKey(key, source);
    }
    Set<String> names = new HashSet<>();
    for (Column column : target.columns()) {
      if (!names.add(column.name())) {
        throw refused(
            "renames a column of %s to %s, which another one of its columns is called; choose another name"
                .formatted(source.table(), column.name()));
      }
    }
    if (target.columns().isEmpty()) {
      throw refused("leaves out every column of " + source.table());
    }
  }

  private void checkGone(String option, String column, Shape source, List<Shape> all) {
    Optional<Column> former =
        all.stream()
            .filter(source::isOfSameRelation)
            .flatMap(each -> each.columns().stream())
            .filter(each -> each.name().equals(column) && each.number() > 0)
            .reduce((first, last) -> last);
    if (former.isEmpty()) {
      throw refused(
          "sets %s for %s, but %s has no such column; it has %s"
              .formatted(
                  option,
                  column,
                  source.table(),
                  String.join(
                      ", ", new TreeSet<>(source.columns().stream().map(Column::name).toList()))));
    }
    source.columns().stream()
        .filter(each -> each.number() == former.get().number())
        .findFirst()
        .ifPresent(
            renamed -> {
              throw refused(
                  "sets %s for %s of %s, which is called %s now; give the option that name"
                      .formatted(option, column, source.table(), renamed.name()));
            });
  }

  private void refuseForKey(String key, Shape source) {
    if (options.exclude().contains(key)) {
      throw refused(
          "leaves out %s, which belongs to the key of %s, by which its rows are told apart; use %s%s: sha256"
              .formatted(key, source.table(), TargetOption.HASH.prefix(), key));
    }
    if (options.mask().containsKey(key)) {
      throw refused(
          "masks %s, which belongs to the key of %s, by which its rows are told apart; use %s%s: sha256"
              .formatted(key, source.table(), TargetOption.HASH.prefix(), key));
    }
  }

  private ShapeRefusedException refused(String what) {
    return new ShapeRefusedException("route " + route + " " + what);
  }

  private static boolean has(Shape shape, String column) {
    return shape.columns().stream().anyMatch(each -> each.name().equals(column));
  }
}
