package dev.caravan.change;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * A column as it stands in the events of its table.
 *
 * @param name the column's name
 * @param number PostgreSQL's number of the column in its table, which a rename leaves as it is; 0
 *     when not known
 * @param type PostgreSQL's name of the type in lower case, of a domain that of its base type, of an
 *     array that of its elements and {@code []}: {@code int8}, {@code numeric}, {@code
 *     timestamptz}, {@code text[]}
 * @param length the declared length or precision, or null: 10 of {@code numeric(10,2)}
 * @param scale the declared scale, or null: 2 of {@code numeric(10,2)}
 * @param nullable whether the column may hold NULL
 * @param encoding how the value is written in JSON: Debezium's semantic type ({@code
 *     io.debezium.time.MicroTimestamp}) or, where it has none, Kafka Connect's primitive type
 *     ({@code int32}, {@code string}, {@code bytes})
 * @param missing what rows hold that were written before the column was added, in the column's
 *     encoding; null for NULL
 * @param rewritten whether such rows hold values of their own, which PostgreSQL wrote into them
 *     without a word to its replication; {@code missing} says nothing then
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Column(
    String name,
    int number,
    String type,
    Integer length,
    Integer scale,
    boolean nullable,
    String encoding,
    @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode missing,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean rewritten) {

  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(encoding, "encoding");
  }

  /** A column that was there from the beginning, of unknown number. */
  public Column(
      String name, String type, Integer length, Integer scale, boolean nullable, String encoding) {
    this(name, 0, type, length, scale, nullable, encoding, null, false);
  }

  /** Whether the values are arrays. */
  public boolean holdsArrays() {
    return type.endsWith("[]");
  }

  /** What tells shapes apart; what older rows hold does not. */
  String identity() {
    return "%s|%d|%s|%s|%s|%s|%s".formatted(name, number, type, length, scale, nullable, encoding);
  }
}
