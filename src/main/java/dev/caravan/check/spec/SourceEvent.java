package dev.caravan.check.spec;

import java.util.Map;

/**
 * An event of a test.
 *
 * @param number which of the test's events it comes from, from 1
 * @param op what happened: {@code c}, {@code u}, {@code d}, {@code r} or {@code t}
 * @param key the row's key; null for a table without one, and for a TRUNCATE
 * @param before the row before in the encoding of events, or null
 * @param after the row after, or null
 * @param committedAt microseconds since 1970; null for the time it is sent
 */
public record SourceEvent(
    int number,
    char op,
    Map<String, Object> key,
    Map<String, Object> before,
    Map<String, Object> after,
    Long committedAt) {}
