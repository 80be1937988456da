package dev.caravan.capture.toast;

import dev.caravan.capture.Unavailable;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Change events of a table {@code t (id, v, doc, data)}. */
final class Events {

  static final String UNSENT = Unavailable.TEXT;

  static final Schema KEY = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
  static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT32_SCHEMA)
          .field("v", Schema.INT32_SCHEMA)
          .field("doc", Schema.OPTIONAL_STRING_SCHEMA)
          .field("data", Schema.OPTIONAL_BYTES_SCHEMA)
          .build();
  private static final Schema SOURCE =
      SchemaBuilder.struct().field("txId", Schema.OPTIONAL_INT64_SCHEMA).build();
  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .field("before", ROW)
          .field("after", ROW)
          .field("source", SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .build();

  private Events() {}

  static SourceRecord row(String op, int id, String doc) {
    return row("p.s.t", op, id, doc, null);
  }

  static SourceRecord row(String topic, String op, int id, String doc, byte[] data) {
    Struct row = new Struct(ROW).put("id", id).put("v", 0).put("doc", doc).put("data", data);
    return event(topic, op, key(id), row);
  }

  static SourceRecord delete(int id) {
    return event("p.s.t", "d", key(id), null);
  }

  static SourceRecord truncate() {
    return event("p.s.t", "t", null, null);
  }

  static Struct after(SourceRecord event) {
    return ((Struct) event.value()).getStruct("after");
  }

  private static Struct key(int id) {
    return new Struct(KEY).put("id", id);
  }

  private static SourceRecord event(String topic, String op, Struct key, Struct after) {
    Struct value =
        new Struct(ENVELOPE)
            .put("op", op)
            .put("after", after)
            .put("source", new Struct(SOURCE).put("txId", 7L));
    return new SourceRecord(Map.of(), Map.of(), topic, null, KEY, key, ENVELOPE, value);
  }
}
