package dev.caravan.deliver.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the table of types in the documentation against the types that columns get. */
class TypesDocTest {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * The types a capture has to know, as the documentation calls them, and how it announces them.
   */
  private static final Map<String, Column> TYPES = new LinkedHashMap<>();

  static {
    add("int2", "int16", "smallint", "smallserial");
    add("int4", "int32", "integer", "serial", "posint");
    add("int8", "int64", "bigint", "bigserial");
    add("oid", "int64", "oid");
    add("float4", "float32", "real");
    add("float8", "float64", "double precision");
    add("numeric", "string", "numeric");
    TYPES.put("numeric(12,2)", new Column("c", "numeric", 12, 2, false, "string"));
    TYPES.put("numeric(80,2)", new Column("c", "numeric", 80, 2, false, "string"));
    TYPES.put("numeric(3,-2)", new Column("c", "numeric", 3, -2, false, "string"));
    TYPES.put("money", new Column("c", "money", 19, 2, false, "string"));
    add("bool", "boolean", "boolean");
    add("bpchar", "string", "char(5)");
    add("varchar", "string", "varchar(20)");
    add("bytea", "bytes", "bytea");
    add("uuid", "io.debezium.data.Uuid", "uuid");
    add("date", "io.debezium.time.Date", "date");
    add("time", "io.debezium.time.MicroTime", "time");
    add("timestamp", "io.debezium.time.MicroTimestamp", "timestamp", "timestamp(3)");
    add("timestamptz", "io.debezium.time.ZonedTimestamp", "timestamptz");
    add("json", "io.debezium.data.Json", "json");
    add("jsonb", "io.debezium.data.Json", "jsonb");
    for (String text :
        List.of(
            "text",
            "timetz",
            "interval",
            "mood",
            "address",
            "hstore",
            "inet",
            "cidr",
            "macaddr",
            "bit(8)",
            "varbit",
            "int4range",
            "tstzrange",
            "xml",
            "tsvector",
            "point")) {
      add(text.replaceAll("\\(.*", ""), "string", text);
    }
    TYPES.put("integer[]", new Column("c", "int4[]", null, null, true, "string"));
    TYPES.put("integer[] NOT NULL", new Column("c", "int4[]", null, null, false, "string"));
  }

  @Test
  void saysOfEveryTypeWhatItBecomes() throws IOException {
    // Given
    Map<String, String> documented = documented();

    // When
    Map<String, String> mapped = new LinkedHashMap<>();
    TYPES.forEach((name, column) -> mapped.put(name, TypeMapping.of(column, false).name()));

    // Then
    assertThat(documented).containsExactlyInAnyOrderEntriesOf(mapped);
  }

  @Test
  void saysOfEveryArrayWhatItsElementsBecome() throws IOException {
    // Given
    Map<String, String> documented = documented();

    // When
    // Then
    TYPES.forEach(
        (name, column) -> {
          if (!column.holdsArrays()) {
            Column array =
                new Column(
                    "c", column.type() + "[]", column.length(), column.scale(), false, "string");
            String element = name.equals("money") ? "String" : documented.get(name);
            assertThat(TypeMapping.of(array, false).name())
                .as(name + "[]")
                .isEqualTo("Array(Nullable(" + element + "))");
          }
        });
  }

  /** The types in the first column, each with the ClickHouse type in the second. */
  private static Map<String, String> documented() throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    Files.readAllLines(Path.of("docs/tables.md")).stream()
        .dropWhile(line -> !line.startsWith("| PostgreSQL | ClickHouse |"))
        .takeWhile(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("|---"))
        .map(line -> line.split(" \\| ?|^\\| "))
        .forEach(
            cells ->
                codes(cells[2])
                    .forEach(type -> codes(cells[1]).forEach(name -> types.put(name, type))));
    // Said of a kind of array, not of a type.
    types.remove("NOT NULL");
    return types;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map((MatchResult m) -> m.group(1)).toList();
  }

  private static void add(String type, String encoding, String... names) {
    for (String name : names) {
      TYPES.put(name, new Column("c", type, null, null, false, encoding));
    }
  }
}
