package dev.caravan.deliver.projection;

import dev.caravan.deliver.row.ValueEncoder;

/**
 * Where in an event the values of a target's column are, and what writes them.
 *
 * @param name the field's name in the event
 */
public record SourceField(String name, ValueEncoder encoder) {}
