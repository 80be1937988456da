package dev.caravan.deliver.clickhouse;

import dev.caravan.deliver.DeliveryException;
import java.util.Map;

/** ClickHouse refuses an insert for what one of its rows holds, which no waiting mends. */
final class RowsRefusedException extends DeliveryException {

  private static final long serialVersionUID = 1L;

  /**
   * ClickHouse's errors that are about values. Every other one, known or not, means waiting: a full
   * disk, too many parts, memory, a table that is read-only, a view that is broken.
   */
  static final Map<Integer, String> ABOUT_ROWS =
      Map.ofEntries(
          Map.entry(6, "CANNOT_PARSE_TEXT"),
          Map.entry(25, "CANNOT_PARSE_ESCAPE_SEQUENCE"),
          Map.entry(26, "CANNOT_PARSE_QUOTED_STRING"),
          Map.entry(27, "CANNOT_PARSE_INPUT_ASSERTION_FAILED"),
          Map.entry(38, "CANNOT_PARSE_DATE"),
          Map.entry(41, "CANNOT_PARSE_DATETIME"),
          Map.entry(53, "TYPE_MISMATCH"),
          Map.entry(69, "ARGUMENT_OUT_OF_BOUND"),
          Map.entry(70, "CANNOT_CONVERT_TYPE"),
          Map.entry(72, "CANNOT_PARSE_NUMBER"),
          Map.entry(117, "INCORRECT_DATA"),
          Map.entry(128, "TOO_LARGE_ARRAY_SIZE"),
          Map.entry(130, "CANNOT_READ_ARRAY_FROM_TEXT"),
          Map.entry(131, "TOO_LARGE_STRING_SIZE"),
          Map.entry(153, "ILLEGAL_DIVISION"),
          Map.entry(190, "SIZES_OF_ARRAYS_DONT_MATCH"),
          Map.entry(321, "VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE"),
          Map.entry(349, "CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN"),
          Map.entry(376, "CANNOT_PARSE_UUID"),
          Map.entry(395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"),
          Map.entry(407, "DECIMAL_OVERFLOW"),
          Map.entry(441, "CANNOT_PARSE_DOMAIN_VALUE_FROM_STRING"),
          Map.entry(467, "CANNOT_PARSE_BOOL"),
          Map.entry(469, "VIOLATED_CONSTRAINT"),
          Map.entry(675, "CANNOT_PARSE_IPV4"),
          Map.entry(676, "CANNOT_PARSE_IPV6"),
          Map.entry(691, "UNKNOWN_ELEMENT_OF_ENUM"));

  RowsRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether an error of ClickHouse's is about what a row holds. */
  static boolean isAboutRows(int code) {
    return ABOUT_ROWS.containsKey(code);
  }
}
