package dev.caravan.routes;

import dev.caravan.change.TableName;
import java.util.Collection;

/**
 * Asked before a route is started. A route that may not is added without being started: its table
 * is paused, for instance. Without such a bean every route may.
 */
public interface StartPermission {

  /**
   * @param tables the source tables the route reads
   */
  boolean mayStart(Collection<TableName> tables);
}
