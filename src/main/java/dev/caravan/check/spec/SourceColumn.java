package dev.caravan.check.spec;

import dev.caravan.capture.value.Encoding;
import dev.caravan.change.Column;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * A column of the source as a test declares it, {@code numeric(12,2) not null}.
 *
 * @param column as the capture would announce it
 * @param encoding how the capture would write its values
 */
public record SourceColumn(Column column, Encoding encoding) {

  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?<name>[a-z_][a-z0-9_ .\"]*?)\\s*(\\((?<length>\\d+)\\s*(,\\s*(?<scale>-?\\d+)\\s*)?\\))?"
              + "(?<zone> with(out)? time zone)?(?<array>\\[])?(?<not> not null)?");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("smallint", "int2"),
          Map.entry("smallserial", "int2"),
          Map.entry("int", "int4"),
          Map.entry("integer", "int4"),
          Map.entry("serial", "int4"),
          Map.entry("bigint", "int8"),
          Map.entry("bigserial", "int8"),
          Map.entry("real", "float4"),
          Map.entry("double precision", "float8"),
          Map.entry("decimal", "numeric"),
          Map.entry("boolean", "bool"),
          Map.entry("character varying", "varchar"),
          Map.entry("character", "bpchar"),
          Map.entry("char", "bpchar"),
          Map.entry("bit varying", "varbit"),
          Map.entry("timestamp with time zone", "timestamptz"),
          Map.entry("timestamp without time zone", "timestamp"),
          Map.entry("time with time zone", "timetz"),
          Map.entry("time without time zone", "time"));

  private static final int MONEY_DIGITS = 19;
  private static final int MONEY_FRACTIONS = 2;

  /**
   * Reads a declaration.
   *
   * @param number PostgreSQL's number of the column
   * @param key whether it belongs to the key, which never holds NULL
   */
  static SourceColumn parse(String name, int number, boolean key, YamlNode declaration) {
    String text = declaration.text().strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    Matcher parts = DECLARATION.matcher(text);
    if (!parts.matches()) {
      throw declaration.wrong(
          "'%s' is no column type; expected one of PostgreSQL, such as numeric(12,2) not null"
              .formatted(declaration.text()));
    }
    String zone = parts.group("zone") == null ? "" : parts.group("zone");
    String written = parts.group("name") + zone;
    String type = NAMES.getOrDefault(written, written);
    boolean array = parts.group("array") != null;
    Encoding encoding = array ? Encoding.TEXT : Encoding.ofType(type);
    Integer length = number(parts.group("length"));
    Integer scale = number(parts.group("scale"));
    if (encoding == Encoding.MONEY) {
      length = MONEY_DIGITS;
      scale = MONEY_FRACTIONS;
    } else if (type.equals("numeric") && length != null && scale == null) {
      scale = 0;
    }
    boolean nullable = parts.group("not") == null && !key;
    SchemaBuilder schema = encoding.schema();
    String encoded = schema.name() == null ? schema.type().getName() : schema.name();
    return new SourceColumn(
        new Column(
            name,
            number,
            array ? type + "[]" : type,
            length,
            scale,
            nullable,
            encoded,
            null,
            false),
        encoding);
  }

  String name() {
    return column.name();
  }

  private static Integer number(String text) {
    return text == null ? null : Integer.valueOf(text);
  }
}
