package dev.caravan.capture.stream;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.Tuple;
import dev.caravan.capture.event.TupleScan;
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
    this.bytes = bytes.hasArray() ? bytes : inArray(bytes);
  }

  /** Rows stay where they are, and are read from there. */
  private static ByteBuffer inArray(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
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

  /**
   * A row of the table.
   *
   * @param scan goes through it
   */
  Tuple row(TupleScan scan, EventTable table) {
    Tuple row = scan.scan(table, bytes.array(), bytes.arrayOffset() + bytes.position());
    bytes.position(scan.end() - bytes.arrayOffset());
    return row;
  }
}
