package dev.caravan.deliver.table;

import dev.caravan.deliver.table.TableChange.RenameColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Columns of a table that change their names, in an order in which no two have the same at a time.
 */
final class ColumnMoves {

  private static final String ASIDE = "_dropped_";
  private static final String BETWEEN = "_renamed_";

  private final Set<String> taken;
  private final Map<TargetColumn, String> wanted = new LinkedHashMap<>();
  private final Set<TargetColumn> leaving = new HashSet<>();

  ColumnMoves(TargetTable table) {
    taken = new HashSet<>(table.columns().keySet());
  }

  /** The name of a dropped column whose name another one has now. */
  static String aside(String name, int number) {
    return name + ASIDE + number;
  }

  /** Whether the column has the name of a dropped one that made room for another. */
  static boolean isAside(TargetColumn column) {
    return column.number() > 0 && column.name().endsWith(ASIDE + column.number());
  }

  void rename(TargetColumn column, String to) {
    wanted.put(column, to);
    leaving.add(column);
  }

  void setAside(TargetColumn column) {
    rename(column, aside(column.name(), column.number()));
  }

  /** The column's name is free before the moves begin. */
  void drop(TargetColumn column) {
    taken.remove(column.name());
    leaving.add(column);
  }

  /** Whether the column's name is free after the moves. */
  boolean leaves(TargetColumn column) {
    return leaving.contains(column);
  }

  /** A wanted name that belongs to a column which keeps it. */
  Optional<String> blocked() {
    Set<String> free = new HashSet<>();
    leaving.forEach(column -> free.add(column.name()));
    return wanted.values().stream()
        .filter(to -> taken.contains(to) && !free.contains(to))
        .findFirst();
  }

  /** The renames in order; columns that swap their names take one in between. */
  List<TableChange> steps() {
    List<TableChange> steps = new ArrayList<>();
    Map<String, String> open = new LinkedHashMap<>();
    wanted.forEach((column, to) -> open.put(column.name(), to));
    Map<String, Integer> numbers = new LinkedHashMap<>();
    wanted.keySet().forEach(column -> numbers.put(column.name(), column.number()));
    while (!open.isEmpty()) {
      String from =
          open.keySet().stream()
              .filter(each -> !taken.contains(open.get(each)))
              .findFirst()
              .orElse(null);
      String to;
      if (from == null) {
        from = open.keySet().iterator().next();
        to = from + BETWEEN + numbers.get(from);
        open.put(to, open.remove(from));
      } else {
        to = open.remove(from);
      }
      steps.add(new RenameColumn(from, to));
      taken.remove(from);
      taken.add(to);
    }
    return steps;
  }
}
