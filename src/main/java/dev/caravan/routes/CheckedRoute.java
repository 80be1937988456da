package dev.caravan.routes;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.Set;

/**
 * A route of a file in which nothing is wrong.
 *
 * @param id the route's id
 * @param line where it begins, from 1
 * @param tables the source tables it reads; one, or none when it begins with something other than
 *     {@code kafka:}
 * @param targets the endpoints it sends to as the file has them, in their order, options left out:
 *     {@code clickhouse:orders_final}
 * @param definition its definition as plain values, with what the file defines for all its routes;
 *     equal for two routes that do the same
 */
public record CheckedRoute(
    String id, int line, Set<TableName> tables, List<String> targets, Object definition) {}
