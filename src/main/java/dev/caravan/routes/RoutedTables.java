package dev.caravan.routes;

import dev.caravan.change.TableName;
import java.util.Map;
import java.util.Set;

/**
 * Wants to know which source tables the route files name. A bean that implements it is told once
 * the files have been loaded at the start and after each change, on the thread that applies them;
 * it returns soon.
 */
public interface RoutedTables {

  /**
   * @param tablesByRoute the source tables of each accepted route, by its id, whether it runs or
   *     not
   */
  void routed(Map<String, Set<TableName>> tablesByRoute);
}
