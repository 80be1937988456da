package dev.caravan.capture.position;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravan.change.TableName;
import dev.caravan.signal.TableProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * What Kafka holds of the incremental snapshot of one table, written with the rows it speaks of.
 *
 * @param progress what people see of it
 * @param again whether it replaces rows of an earlier time
 * @param needed whether the table lacks rows until it is done; one that somebody asked for may be
 *     given up
 * @param place how far it has come; null before it reads
 */
@RegisterForReflection
public record TablePosition(
    TableProgress progress, boolean again, boolean needed, TablePlace place) {

  /** Reads a position as {@link #toBytes()} wrote it. */
  public static TablePosition read(byte[] value) {
    try {
      return CapturePosition.JSON.readValue(value, TablePosition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The position as JSON. */
  public byte[] toBytes() {
    try {
      return CapturePosition.JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, of a table whose rows are read otherwise. */
  public TablePosition ended() {
    return new TablePosition(
        new TableProgress(
            progress.schema(),
            progress.table(),
            TableProgress.State.COMPLETE,
            progress.id(),
            progress.filter(),
            progress.rowsRead(),
            progress.rowsExpected(),
            progress.begunAt(),
            Instant.now().toString(),
            null),
        again,
        needed,
        null);
  }

  public TableName table() {
    return new TableName(progress.schema(), progress.table());
  }
}
