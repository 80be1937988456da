package dev.caravan.control;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What bodies of requests look like, for their description; they are read field by field. */
final class Bodies {

  private Bodies() {}

  /** Which rows are to be read. */
  @Schema(name = "ResnapshotRequest")
  record Resnapshot(
      @Schema(
              description = "An SQL condition on the rows, as PostgreSQL takes it behind WHERE.",
              examples = "created_at >= '2026-11-01'")
          String filter) {}

  /** From where a table is to be delivered. */
  @Schema(name = "RewindRequest", description = "One of 'to' and 'offsets'.")
  record Rewind(
      @Schema(
              description = "What Kafka took from this moment on.",
              examples = "2026-11-29T05:00:00Z")
          String to,
      @Schema(description = "The first offset by partition; other partitions stay as they are.")
          Map<String, Long> offsets,
      @Schema(description = "Whether events may be left out, when the place lies ahead.")
          Boolean skip) {}

  /** Letters to discard. */
  @Schema(name = "DiscardRequest")
  record Discard(List<Named> letters) {}

  /** A letter. */
  @Schema(name = "NamedLetter")
  record Named(@Schema(required = true, examples = "0/17") String id) {}

  /** Letters to replay. */
  @Schema(name = "ReplayRequest")
  record Replay(List<Corrected> letters) {}

  /** A letter with what is to be other than it was. */
  @Schema(name = "CorrectedLetter")
  record Corrected(
      @Schema(required = true, examples = "0/17") String id,
      @Schema(description = "A whole change event in the place of the letter's.") Object value,
      @Schema(
              description = "The 16 hex digits of the shape to read it with; null for the newest.",
              examples = "91c0bd3a6f1e2d47")
          String shape) {}
}
