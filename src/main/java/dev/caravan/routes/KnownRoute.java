package dev.caravan.routes;

/**
 * A route whose id is taken.
 *
 * @param id the route's id
 * @param where what it belongs to: {@code orders.camel.yaml}, or {@code Caravan itself}
 */
public record KnownRoute(String id, String where) {}
