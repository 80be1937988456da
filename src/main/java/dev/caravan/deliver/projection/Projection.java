package dev.caravan.deliver.projection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.ColumnOptions;
import dev.caravan.deliver.row.ValueEncoder;
import dev.caravan.deliver.table.SourceType;
import dev.caravan.deliver.table.TypeFit;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a source's columns by the options of a route: some are left out, some get another
 * name, some get values of another kind. A shape is turned into the shape of the target, to which
 * all that makes and follows tables then applies as if PostgreSQL had announced it.
 *
 * @param options the options
 */
public record Projection(ColumnOptions options) {

  /** The target's shape of a source's shape. */
  public Shape of(Shape source) {
    if (options.changesNothing()) {
      return source;
    }
    List<Column> columns =
        source.columns().stream().flatMap(column -> of(column).stream()).toList();
    List<String> key =
        source.primaryKey().stream()
            .filter(name -> !options.exclude().contains(name))
            .map(this::name)
            .toList();
    return new Shape(source.table(), columns, key, source.appendOnly(), source.relation());
  }

  /** The target's column of a source's column; nothing when it is left out. */
  Optional<Column> of(Column source) {
    if (options.exclude().contains(source.name())) {
      return Optional.empty();
    }
    String name = name(source.name());
    if (options.mask().containsKey(source.name())) {
      return Optional.of(text(source, name, SourceType.MASKED, masked(source)));
    }
    if (options.hash().contains(source.name())) {
      return Optional.of(text(source, name, SourceType.hashed(source), hashed(source)));
    }
    return Optional.of(
        new Column(
            name,
            source.number(),
            source.type(),
            source.length(),
            source.scale(),
            source.nullable(),
            source.encoding(),
            source.missing(),
            source.rewritten()));
  }

  /**
   * Where the values of a source's column are and how they are written.
   *
   * @param target what writes values of the type the column has in ClickHouse
   */
  SourceField field(Column source, ValueEncoder target) {
    String mask = options.mask().get(source.name());
    if (mask != null) {
      return new SourceField(source.name(), new MaskEncoder(mask, target));
    }
    if (options.hash().contains(source.name())) {
      return new SourceField(source.name(), new HashEncoder(hash(), asText(source), target));
    }
    return new SourceField(source.name(), target);
  }

  private String name(String source) {
    return options.rename().getOrDefault(source, source);
  }

  private static Column text(Column source, String name, String type, JsonNode missing) {
    return new Column(
        name,
        source.number(),
        type,
        null,
        null,
        source.nullable(),
        "string",
        missing,
        source.rewritten());
  }

  private JsonNode masked(Column source) {
    return isNull(source.missing())
        ? source.missing()
        : TextNode.valueOf(options.mask().get(source.name()));
  }

  private JsonNode hashed(Column source) {
    return isNull(source.missing())
        ? source.missing()
        : TextNode.valueOf(
            hash().of(TypeFit.into(source, "String").orElseThrow().encoded(source.missing())));
  }

  private static boolean isNull(JsonNode value) {
    return value == null || value.isNull();
  }

  private ColumnHash hash() {
    return new ColumnHash(options.salt().orElseThrow());
  }

  private static ValueEncoder asText(Column source) {
    return TypeFit.into(source, "String").orElseThrow().encoder();
  }
}
