package dev.caravan.deliver.row;

/**
 * A column of the insert.
 *
 * @param name the field's name in the event and the column's in ClickHouse
 * @param encoder what writes its values
 * @param key whether it belongs to the primary key, the only values a delete is sure to carry
 */
public record InsertColumn(String name, ValueEncoder encoder, boolean key) {}
