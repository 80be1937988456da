package dev.caravan.change;

import java.util.Objects;

/**
 * A column as it stands in the events of its table.
 *
 * @param name the column's name
 * @param type PostgreSQL's name of the type in lower case, an array with a leading underscore:
 *     {@code int8}, {@code numeric}, {@code timestamptz}, {@code _text}
 * @param length the declared length or precision, or null: 10 of {@code numeric(10,2)}
 * @param scale the declared scale, or null: 2 of {@code numeric(10,2)}
 * @param nullable whether the column may hold NULL
 * @param encoding how the value is written in JSON: Debezium's semantic type ({@code
 *     io.debezium.time.MicroTimestamp}) or, where it has none, Kafka Connect's primitive type
 *     ({@code int32}, {@code string}, {@code bytes}); an array is {@code array:} and the encoding
 *     of its elements
 */
public record Column(
    String name, String type, Integer length, Integer scale, boolean nullable, String encoding) {

  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(encoding, "encoding");
  }
}
