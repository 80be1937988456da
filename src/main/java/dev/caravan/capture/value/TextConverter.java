package dev.caravan.capture.value;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Tells Debezium the schemas of captured tables' columns, by which their shapes are announced. The
 * rows go round it. Debezium makes it, and asks it for each column by {@link #typeName}.
 */
@RegisterForReflection
public final class TextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

  private static final String MARK = "caravan:";

  /** What a column is to have as Debezium's type name, so that its values are read here. */
  public static String typeName(Encoding encoding) {
    return MARK + encoding.name();
  }

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
    registration.register(
        encoding.schema(),
        value -> {
          throw new IllegalStateException("rows are written without Debezium");
        });
  }
}
