package dev.caravan.deliver.engine;

import static dev.caravan.deliver.table.TargetName.literal;

import dev.caravan.change.Column;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of a field becomes a column's value in ClickHouse. What a text is not certain to
 * mean is left to Caravan, which reads it by itself: {@code certain} is false then. So neither is
 * ever wrong; a form that is rare only arrives the slower way.
 *
 * @param value an SQL expression of the text, which never throws
 * @param certain whether it is the value; an SQL condition
 */
public record ColumnSql(String value, String certain) {

  /** Stands for the text in both. */
  private static final String TEXT = "<t>";

  private static final Pattern INTEGER = Pattern.compile("Int(16|32|64|128|256)");
  private static final Pattern DECIMAL = Pattern.compile("Decimal\\((\\d+), ?(\\d+)\\)");
  private static final Pattern ARRAY = Pattern.compile("Array\\(Nullable\\((.*)\\)\\)");
  private static final String UTC_MICROS = "DateTime64(6, 'UTC')";
  private static final String WHOLE = "toString(toInt64OrNull(<t>)) = <t>";
  private static final String NUMBER = "toInt64OrNull(<t>)";

  private static final long FIRST_MICRO = -2_208_988_800_000_000L;
  private static final long LAST_MICRO = 10_413_791_999_999_999L;
  private static final long DAY = 86_400_000_000L;

  /** Nothing is certain, but NULL. */
  private static final ColumnSql NEVER = new ColumnSql("NULL", "0");

  /**
   * That of a column.
   *
   * @param type the type it has in ClickHouse, without regard to NULL
   */
  static ColumnSql of(Column column, String type) {
    if (column.holdsArrays()) {
      return ofArray(column, type);
    }
    Matcher decimal = DECIMAL.matcher(type);
    return switch (column.encoding()) {
      case "boolean" -> ofBoolean(type);
      case "int16", "int32", "int64" -> ofInteger(type);
      case "float32", "float64" -> ofFloat(column, type);
      case "bytes" ->
          type.equals("String")
              ? new ColumnSql("tryBase64Decode(<t>)", "base64Encode(tryBase64Decode(<t>)) = <t>")
              : NEVER;
      case "io.debezium.data.Uuid" -> ofUuid(type);
      case "io.debezium.time.Date" -> ofDate(type);
      case "io.debezium.time.MicroTime" -> ofTime(type);
      case "io.debezium.time.MicroTimestamp" -> ofTimestamp(type);
      case "io.debezium.time.ZonedTimestamp" -> ofInstant(type);
      default ->
          type.equals("String")
              ? new ColumnSql("<t>", "1")
              : decimal.matches() ? ofDecimal(decimal) : NEVER;
    };
  }

  /** The same text for every value. */
  static ColumnSql masked(String mask) {
    return new ColumnSql(literal(mask), "1");
  }

  /** The value of a text. */
  String value(String text) {
    return value.replace(TEXT, text);
  }

  /** Whether it is certain. */
  String certain(String text) {
    return certain.replace(TEXT, text);
  }

  private static ColumnSql ofBoolean(String type) {
    return type.equals("Bool") || type.equals("UInt8")
        ? new ColumnSql(
            "multiIf(<t> = 'true', 1, <t> = 'false', 0, NULL)", "<t> IN ('true', 'false')")
        : NEVER;
  }

  private static ColumnSql ofInteger(String type) {
    return INTEGER.matcher(type).matches()
        ? new ColumnSql("to" + type + "OrNull(<t>)", "toString(to" + type + "OrNull(<t>)) = <t>")
        : type.equals("String") ? new ColumnSql("<t>", WHOLE) : NEVER;
  }

  /**
   * JSONExtract reads the nearest number, as the functions that convert text need not; but it takes
   * a negative zero for an integer.
   */
  private static ColumnSql ofFloat(Column column, String type) {
    String number = "JSONExtract(<t>, 'Nullable(Float64)')";
    String certain = "match(<t>, '^-?[0-9]') AND <t> != '-0' AND isNotNull(" + number + ")";
    if (type.equals("Float64") && column.encoding().equals("float64")) {
      return new ColumnSql(number, certain + " AND isFinite(" + number + ")");
    }
    return type.equals("Float32") && column.encoding().equals("float32")
        ? new ColumnSql(
            "toFloat32(" + number + ")", certain + " AND isFinite(toFloat32(" + number + "))")
        : NEVER;
  }

  private static ColumnSql ofUuid(String type) {
    return type.equals("UUID")
        ? new ColumnSql("toUUIDOrNull(<t>)", "toString(toUUIDOrNull(<t>)) = <t>")
        : asText(type);
  }

  private static ColumnSql ofDate(String type) {
    return type.equals("Date32")
        ? new ColumnSql(
            "addDays(toDate32('1970-01-01'), " + NUMBER + ")",
            WHOLE + " AND " + NUMBER + " BETWEEN -25567 AND 120529")
        : NEVER;
  }

  private static ColumnSql ofTime(String type) {
    if (!type.equals("String")) {
      return NEVER;
    }
    String fraction = "trimRight(leftPad(toString(" + NUMBER + " % 1000000), 6, '0'), '0')";
    return new ColumnSql(
        "concat(leftPad(toString(intDiv(%1$s, 3600000000)), 2, '0'), ':', leftPad(toString(intDiv(%1$s, 60000000) %% 60), 2, '0'), ':', leftPad(toString(intDiv(%1$s, 1000000) %% 60), 2, '0'), if(%1$s %% 1000000 = 0, '', concat('.', %2$s)))"
            .formatted(NUMBER, fraction),
        WHOLE + " AND " + NUMBER + " BETWEEN 0 AND " + DAY);
  }

  private static ColumnSql ofTimestamp(String type) {
    return type.equals(UTC_MICROS)
        ? new ColumnSql(
            "fromUnixTimestamp64Micro(" + NUMBER + ", 'UTC')",
            "%s AND %s BETWEEN %d AND %d".formatted(WHOLE, NUMBER, FIRST_MICRO, LAST_MICRO))
        : NEVER;
  }

  private static ColumnSql ofInstant(String type) {
    String instant = "parseDateTime64BestEffortOrNull(<t>, 6, 'UTC')";
    return type.equals(UTC_MICROS)
        ? new ColumnSql(
            instant,
            "match(<t>, '^(19|2[0-2])[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\\\.[0-9]{1,6})?Z$')"
                + " AND replaceOne(substring(toString(%s), 1, 19), ' ', 'T') = substring(<t>, 1, 19)"
                    .formatted(instant))
        : NEVER;
  }

  private static ColumnSql ofDecimal(Matcher type) {
    int precision = Integer.parseInt(type.group(1));
    int scale = Integer.parseInt(type.group(2));
    int width = precision <= 9 ? 32 : precision <= 18 ? 64 : precision <= 38 ? 128 : 256;
    String whole = precision > scale ? "[0-9]{1," + (precision - scale) + "}" : "0";
    String fraction = scale > 0 ? "(\\\\.[0-9]{1," + scale + "})?" : "";
    return new ColumnSql(
        "toDecimal%dOrNull(<t>, %d)".formatted(width, scale),
        "match(<t>, '^-?" + whole + fraction + "$')");
  }

  /** PostgreSQL's text of arrays, as far as nothing in it is quoted. */
  private static ColumnSql ofArray(Column column, String type) {
    if (type.equals("String")) {
      return asText(type);
    }
    Matcher array = ARRAY.matcher(type);
    ColumnSql element = array.matches() ? ofElement(column.type(), array.group(1)) : NEVER;
    if (element.equals(NEVER)) {
      return NEVER;
    }
    String isNull = "upper(x) = 'NULL'";
    String elements = "if(<t> = '{}', [], splitByChar(',', substring(<t>, 2, length(<t>) - 2)))";
    return new ColumnSql(
        "arrayMap(x -> if(%s, NULL, %s), %s)".formatted(isNull, element.value("x"), elements),
        "match(<t>, '^\\\\{[^{}\"\\\\\\\\]*\\\\}$') AND arrayAll(x -> x != '' AND (%s OR %s), %s)"
            .formatted(isNull, element.certain("x"), elements));
  }

  private static ColumnSql asText(String type) {
    return type.equals("String") ? new ColumnSql("<t>", "1") : NEVER;
  }

  private static ColumnSql ofElement(String array, String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return switch (array) {
      case "int2[]", "int4[]", "int8[]", "oid[]" -> ofInteger(type);
      case "text[]", "varchar[]" -> asText(type);
      case "uuid[]" -> ofUuid(type);
      case "numeric[]" -> decimal.matches() ? ofDecimal(decimal) : asText(type);
      case "bool[]" ->
          type.equals("Bool")
              ? new ColumnSql(
                  "multiIf(<t> = 't', true, <t> = 'f', false, NULL)", "<t> IN ('t', 'f')")
              : NEVER;
      default -> NEVER;
    };
  }
}
