package dev.caravan.capture.event;

import dev.caravan.capture.relation.FieldName;
import dev.caravan.capture.relation.Relation;
import dev.caravan.change.Shape;
import io.debezium.relational.TableSchema;
import io.debezium.relational.ValueConverter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * A table as its events are written from one description of it to the next: what of them is alike
 * for all its rows. To be compared by identity; safe for use by several threads.
 */
public final class EventTable {

  private final Relation relation;
  private final String topic;
  private final Shape shape;
  private final byte[] shapeId;
  private final EventField[] fields;
  private final EventField[] key;
  private final List<Integer> keyPlaces;
  private final SourceBlock source;

  /**
   * A table.
   *
   * @param schema Debezium's schemas of it, from which the user may have left columns out
   * @param masks by the columns' fields, what their values become
   * @param source what its events say of where they come from
   */
  EventTable(
      Relation relation,
      String topic,
      TableSchema schema,
      Map<String, ValueConverter> masks,
      SourceBlock source) {
    this.relation = relation;
    this.topic = topic;
    this.shape =
        ShapeReader.read(relation, schema.keySchema(), schema.getEnvelopeSchema().schema());
    this.shapeId = shape.id().getBytes(StandardCharsets.US_ASCII);
    this.source = source;
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < relation.columns().size(); i++) {
      places.put(relation.columns().get(i).field(), i);
    }
    this.fields = new EventField[relation.columns().size()];
    boolean first = true;
    for (Field field : schema.valueSchema().fields()) {
      int place = places.get(field.name());
      fields[place] =
          new EventField(relation.columns().get(place), place, masks.get(field.name()), first);
      first = false;
    }
    this.key = key(schema.keySchema(), places);
    this.keyPlaces = Stream.of(key).map(EventField::place).toList();
  }

  private EventField[] key(Schema schema, Map<String, Integer> places) {
    List<EventField> columns = new ArrayList<>();
    if (schema != null) {
      for (Field field : schema.fields()) {
        int place = places.get(field.name());
        columns.add(new EventField(relation.columns().get(place), place, null, columns.isEmpty()));
      }
    }
    return columns.toArray(EventField[]::new);
  }

  public Relation relation() {
    return relation;
  }

  public String topic() {
    return topic;
  }

  public Shape shape() {
    return shape;
  }

  /** The shape's id in ASCII; not to be changed. */
  public byte[] shapeId() {
    return shapeId;
  }

  public boolean hasKey() {
    return key.length > 0;
  }

  /** How many columns a row is sent with. */
  public int columns() {
    return fields.length;
  }

  public boolean isNullable(int place) {
    return relation.columns().get(place).nullable();
  }

  /** Whether the column at the place stands in the events. */
  public boolean isWritten(int place) {
    return fields[place] != null;
  }

  /** The places of the key's columns, in the order of the key. */
  public List<Integer> keyPlaces() {
    return keyPlaces;
  }

  EventField[] fields() {
    return fields;
  }

  EventField[] key() {
    return key;
  }

  SourceBlock source() {
    return source;
  }

  /** The column's name at the place. */
  public String column(int place) {
    return FieldName.column(Objects.requireNonNull(relation.columns().get(place).field()));
  }
}
