package dev.caravan.deliver.engine;

/**
 * A column of the target as the engine's view fills it.
 *
 * @param name its name in the target
 * @param type its type there, as system.columns writes it
 * @param field the field of the event that has its values
 * @param key whether it belongs to the key, the only values a delete is sure to carry
 * @param sql how a text becomes a value
 */
public record EngineColumn(String name, String type, String field, boolean key, ColumnSql sql) {}
