package dev.caravan.deliver.table;

/**
 * A column the target has.
 *
 * @param name its name
 * @param type its type as system.columns writes it
 * @param sortingKey whether the table is ordered by it
 */
public record TargetColumn(String name, String type, boolean sortingKey) {}
