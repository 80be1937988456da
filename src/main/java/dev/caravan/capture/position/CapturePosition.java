package dev.caravan.capture.position;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Up to where Kafka holds everything. Written with the events it speaks of, in their transaction.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "phase")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StartPosition.class, name = "start"),
  @JsonSubTypes.Type(value = SnapshotPosition.class, name = "snapshot"),
  @JsonSubTypes.Type(value = StreamPosition.class, name = "streaming")
})
@RegisterForReflection
public sealed interface CapturePosition permits StartPosition, SnapshotPosition, StreamPosition {

  ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  /**
   * Reads a position as {@link #toBytes()} wrote it.
   *
   * @throws UncheckedIOException when the bytes are not a position
   */
  static CapturePosition read(byte[] value) {
    try {
      return JSON.readValue(value, CapturePosition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No event in Kafka has a higher WAL position; unsigned. */
  long highest();

  /** The position as JSON. */
  default byte[] toBytes() {
    try {
      return JSON.writerFor(CapturePosition.class).writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
