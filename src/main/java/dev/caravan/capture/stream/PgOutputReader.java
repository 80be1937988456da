package dev.caravan.capture.stream;

import dev.caravan.capture.relation.RelationMessage;
import dev.caravan.change.TableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the parts of a message of pgoutput. */
final class PgOutputReader {

  private final ByteBuffer bytes;

  PgOutputReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  byte int8() {
    return bytes.get();
  }

  char kind() {
    return (char) bytes.get();
  }

  int int16() {
    return bytes.getShort();
  }

  int int32() {
    return bytes.getInt();
  }

  long int64() {
    return bytes.getLong();
  }

  /** A text of this many bytes. */
  String text(int length) {
    if (!bytes.hasArray()) {
      return new String(bytes(length), StandardCharsets.UTF_8);
    }
    int start = bytes.position();
    bytes.position(start + length);
    return new String(bytes.array(), bytes.arrayOffset() + start, length, StandardCharsets.UTF_8);
  }

  byte[] bytes(int length) {
    byte[] read = new byte[length];
    bytes.get(read);
    return read;
  }

  /** A name, which ends with a zero byte. */
  String name() {
    int length = 0;
    while (bytes.get(bytes.position() + length) != 0) {
      length++;
    }
    String name = text(length);
    bytes.get();
    return name;
  }

  RelationMessage relation() {
    int oid = int32();
    String schema = name();
    // PostgreSQL leaves the name of its own schema out.
    TableName table = new TableName(schema.isEmpty() ? "pg_catalog" : schema, name());
    char identity = kind();
    int count = int16();
    List<RelationMessage.Item> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean key = (int8() & 1) != 0;
      columns.add(new RelationMessage.Item(name(), key, int32(), int32()));
    }
    return new RelationMessage(oid, table, identity, columns);
  }

  /** Each column's text, {@link TextColumn#UNCHANGED} or null. */
  Object[] row() {
    Object[] values = new Object[int16()];
    for (int i = 0; i < values.length; i++) {
      char kind = kind();
      switch (kind) {
        case 't' -> values[i] = text(int32());
        case 'u' -> values[i] = TextColumn.UNCHANGED;
        case 'n' -> values[i] = null;
        default ->
            throw new IllegalStateException("pgoutput sent a value of unknown kind '" + kind + "'");
      }
    }
    return values;
  }
}
