package dev.caravan.check.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.compare.ClickHouseAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in a table or view.
 *
 * @param types the columns' types, in order
 * @param rows the values by column
 */
record TargetRows(Map<String, String> types, List<Map<String, JsonNode>> rows) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Numbers come as text, digit by digit. */
  private static final String FORMAT =
      " FORMAT JSONCompactEachRowWithNamesAndTypes SETTINGS output_format_json_quote_64bit_integers = 1,"
          + " output_format_json_quote_64bit_floats = 1, output_format_json_quote_decimals = 1,"
          + " output_format_json_quote_denormals = 1";

  /**
   * Reads all rows.
   *
   * @throws IOException with ClickHouse's words when it refuses
   */
  static TargetRows read(ClickHouseAccess clickHouse, String quoted) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String each : clickHouse.query("SELECT * FROM " + quoted + FORMAT).split("\n")) {
      lines.add(JSON.readTree(each));
    }
    Map<String, String> types = new LinkedHashMap<>();
    for (int i = 0; i < lines.get(0).size(); i++) {
      types.put(lines.get(0).get(i).asText(), lines.get(1).get(i).asText());
    }
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    for (JsonNode line : lines.subList(2, lines.size())) {
      Map<String, JsonNode> row = new LinkedHashMap<>();
      for (String column : types.keySet()) {
        row.put(column, line.get(row.size()));
      }
      rows.add(row);
    }
    return new TargetRows(types, rows);
  }
}
