package dev.caravan.check.spec;

import java.util.List;

/**
 * One test of a route file.
 *
 * @param name what it shows
 * @param line where it is written
 * @param source the table whose events are sent
 * @param events the events, in order
 * @param expectations what the targets must hold then
 * @param letters the events that must be dead letters then; all others must not
 */
public record RouteTest(
    String name,
    int line,
    SourceTable source,
    List<SourceEvent> events,
    List<Expectation> expectations,
    List<ExpectedLetter> letters) {}
