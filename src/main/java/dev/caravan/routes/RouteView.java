package dev.caravan.routes;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.Set;

/**
 * A route of a file's version that runs.
 *
 * @param id the route's id
 * @param tables the source tables it reads; none when it begins with something other than {@code
 *     kafka:}
 * @param targets the endpoints it sends to, options left out: {@code clickhouse:orders_final}
 */
public record RouteView(String id, Set<TableName> tables, List<String> targets) {

  static RouteView of(CheckedRoute route) {
    return new RouteView(route.id(), route.tables(), route.targets());
  }
}
