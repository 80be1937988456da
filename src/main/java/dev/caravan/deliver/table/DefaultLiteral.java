package dev.caravan.deliver.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.Column;
import java.util.Optional;

/** What rows hold that were written before a column was added, as SQL of ClickHouse. */
final class DefaultLiteral {

  private DefaultLiteral() {}

  /** The literal; nothing for NULL. */
  static Optional<String> of(Column column) {
    JsonNode missing = column.missing();
    if (missing == null || missing.isNull()) {
      return Optional.empty();
    }
    String text = missing.asText();
    String type = TypeMapping.plain(column).name();
    if (type.startsWith("DateTime64")) {
      return Optional.of(
          missing.isNumber()
              ? "fromUnixTimestamp64Micro(" + text + ", 'UTC')"
              : "parseDateTime64BestEffort(" + TargetName.literal(text) + ", 6, 'UTC')");
    }
    if (type.equals("Date32")) {
      return Optional.of("CAST(" + text + " AS Date32)");
    }
    if (column.encoding().equals("bytes")) {
      return Optional.of("base64Decode(" + TargetName.literal(text) + ")");
    }
    return Optional.of(missing.isNumber() || missing.isBoolean() ? text : TargetName.literal(text));
  }
}
