package dev.caravan.change;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * One record of {@code <prefix>.schema-changes}: a table's shape, and where in the WAL it was first
 * seen. The topic is compacted; its key is table and shape together, so that an older shape stays
 * readable for as long as events of it may lie in a table's topic.
 *
 * @param shape the shape's id
 * @param relation PostgreSQL's OID of the table, which a rename leaves as it is; 0 when not known
 * @param fileNode PostgreSQL's number of the files the rows lie in, which a rewrite of the table
 *     changes; 0 when not known
 * @param lsn the WAL position of the first event of the shape, 0 when announced at start
 * @param tsMs milliseconds since 1970 when it was announced
 */
@JsonPropertyOrder({
  "shape",
  "schema",
  "table",
  "relation",
  "fileNode",
  "lsn",
  "ts_ms",
  "columns",
  "primaryKey",
  "appendOnly"
})
@JsonIgnoreProperties(ignoreUnknown = true)
public record ShapeAnnouncement(
    String shape,
    String schema,
    String table,
    long relation,
    long fileNode,
    long lsn,
    @JsonProperty("ts_ms") long tsMs,
    List<Column> columns,
    List<String> primaryKey,
    boolean appendOnly) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public static ShapeAnnouncement of(Shape shape, long lsn, long tsMs) {
    return of(shape, shape.relation(), 0, lsn, tsMs);
  }

  public static ShapeAnnouncement of(
      Shape shape, long relation, long fileNode, long lsn, long tsMs) {
    return new ShapeAnnouncement(
        shape.id(),
        shape.table().schema(),
        shape.table().table(),
        relation,
        fileNode,
        lsn,
        tsMs,
        shape.columns(),
        shape.primaryKey(),
        shape.appendOnly());
  }

  /**
   * Reads a record's value.
   *
   * @throws UncheckedIOException when the bytes are not an announcement
   */
  public static ShapeAnnouncement read(byte[] value) {
    try {
      return JSON.readValue(value, ShapeAnnouncement.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Shape toShape() {
    return new Shape(new TableName(schema, table), columns, primaryKey, appendOnly, relation);
  }

  /** The record's key: {@code {"schema":"inventory","table":"orders","shape":"9f3a..."}}. */
  public byte[] key() {
    return write(
        JSON.createObjectNode().put("schema", schema).put("table", table).put("shape", shape));
  }

  /** The record's value. */
  public byte[] value() {
    return write(this);
  }

  private static byte[] write(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
