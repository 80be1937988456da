package dev.caravan.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.change.TableName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Something that is asked of the pipeline, on the compacted topic {@code <prefix>.signals}: the
 * last signal of each {@link #key()} holds, also for processes that start later. Whoever is to act
 * looks at what holds now; so asking twice is the same as asking once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "signal")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Signal.Capture.class, name = "capture"),
  @JsonSubTypes.Type(value = Signal.Snapshot.class, name = "snapshot"),
  @JsonSubTypes.Type(value = Signal.PauseTable.class, name = "pause-table"),
  @JsonSubTypes.Type(value = Signal.PauseCapture.class, name = "pause-capture")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public sealed interface Signal {

  ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  /**
   * The table is to be captured, because a route delivers it. It stays captured when the route is
   * gone, so that a route that comes back goes on without a gap.
   *
   * @param schema the table's schema
   * @param table its name in the schema
   * @param route the id of the route that names it
   * @param at when it was asked, {@code 2026-11-23T14:18:51.814Z}
   */
  @RegisterForReflection
  record Capture(String schema, String table, String route, String at) implements Signal {

    public static Capture of(TableName table, String route) {
      return new Capture(table.schema(), table.table(), route, Instant.now().toString());
    }

    @Override
    public String key() {
      return "capture " + Signal.name(schema, table);
    }
  }

  /**
   * The rows there are in a table are to be read anew.
   *
   * @param id tells this request from earlier ones
   * @param filter an SQL condition on the rows, or null for all of them
   * @param cancelled whether it is not wanted any more
   */
  @RegisterForReflection
  record Snapshot(
      String schema, String table, String id, String filter, boolean cancelled, String at)
      implements Signal {

    public static Snapshot of(TableName table, String id, String filter, boolean cancelled) {
      return new Snapshot(
          table.schema(), table.table(), id, filter, cancelled, Instant.now().toString());
    }

    @Override
    public String key() {
      return "snapshot " + Signal.name(schema, table);
    }
  }

  /**
   * Whether delivery of a table is to pause, in every process.
   *
   * @param why what it pauses for, when nobody asked for the pause itself; null otherwise
   */
  @RegisterForReflection
  record PauseTable(String schema, String table, boolean paused, String why, String at)
      implements Signal {

    public static PauseTable of(TableName table, boolean paused) {
      return of(table, paused, null);
    }

    public static PauseTable of(TableName table, boolean paused, String why) {
      return new PauseTable(table.schema(), table.table(), paused, why, Instant.now().toString());
    }

    @Override
    public String key() {
      return "pause " + Signal.name(schema, table);
    }
  }

  /** Whether the capture is to pause. */
  @RegisterForReflection
  record PauseCapture(@JsonProperty("paused") boolean paused, String at) implements Signal {

    public static PauseCapture of(boolean paused) {
      return new PauseCapture(paused, Instant.now().toString());
    }

    @Override
    public String key() {
      return "pause";
    }
  }

  /** {@code schema.table}, alike for no two tables though names may hold dots. */
  private static String name(String schema, String table) {
    return escaped(schema) + "." + escaped(table);
  }

  private static String escaped(String name) {
    return String.valueOf(name).replace("\\", "\\\\").replace(".", "\\.");
  }

  /** What the signal is about; a later one of the same key takes its place. */
  String key();

  /** The signal as JSON. */
  default byte[] toBytes() {
    try {
      return JSON.writerFor(Signal.class).writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a signal as {@link #toBytes()} wrote it.
   *
   * @throws UncheckedIOException when the bytes are no signal
   */
  static Signal read(byte[] value) {
    try {
      return JSON.readValue(value, Signal.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key as it lies in Kafka. */
  default byte[] keyBytes() {
    return key().getBytes(StandardCharsets.UTF_8);
  }
}
