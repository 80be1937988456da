package dev.caravan.capture.event;

import dev.caravan.capture.value.Encoding;
import dev.caravan.capture.value.UnreadableValueError;
import dev.caravan.change.ChangeHeaders;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Turns PostgreSQL's text into the values Debezium puts into its events. */
public final class ReferenceConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  private static final String MARK = "caravan:";

  @Override
  public void configure(Properties properties) {
    // The column says everything.
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    if (!column.typeName().startsWith(MARK)) {
      // A table as Debezium finds it for itself at its start, defaults included. The stream
      // describes it anew before it brings rows, so that it does not matter what is made of it.
      registration.register(
          SchemaBuilder.string(), value -> value == null ? null : value.toString());
      return;
    }
    Encoding encoding = Encoding.valueOf(column.typeName().substring(MARK.length()));
    int fractionDigits = column.scale().orElse(0);
    Object absent = column.isOptional() ? null : encoding.zero();
    String name = column.name();
    registration.register(
        encoding.schema(), value -> convert(value, encoding, fractionDigits, absent, name));
  }

  private static Object convert(
      Object value, Encoding encoding, int fractionDigits, Object absent, String column) {
    if (value == null) {
      return absent;
    }
    try {
      return value instanceof String text
          ? encoding.read(text, fractionDigits)
          : unavailable(value, encoding);
    } catch (RuntimeException e) {
      throw new UnreadableValueError(column, encoding, value, e);
    }
  }

  private static Object unavailable(Object value, Encoding encoding) {
    if (value != UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE) {
      throw new IllegalArgumentException("no text");
    }
    return switch (encoding) {
      case BYTES -> ChangeHeaders.UNAVAILABLE_VALUE.getBytes(StandardCharsets.UTF_8);
      case TEXT, JSON -> ChangeHeaders.UNAVAILABLE_VALUE;
      default -> throw new IllegalArgumentException("PostgreSQL keeps no such value apart");
    };
  }
}
