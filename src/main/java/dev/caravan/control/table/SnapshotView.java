package dev.caravan.control.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.signal.Signal;
import dev.caravan.signal.TableProgress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far the reading of a table's rows is.
 *
 * @param id the id of the request; null when no request led to it
 * @param state requested, waiting, joining, reading, complete or cancelled
 * @param percent of the rows expected; null when PostgreSQL had no estimate
 */
@Schema(description = "How far the reading of the table's rows is.")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotView(
    String id,
    @Schema(
            description =
                "requested (the capture has not begun), waiting, joining, reading, complete or"
                    + " cancelled")
        String state,
    @Schema(description = "The SQL condition on the rows; null for all.") String filter,
    Long rowsRead,
    @Schema(description = "PostgreSQL's estimate when it began; null when it has none.")
        Long rowsExpected,
    Double percent,
    String begunAt,
    String changedAt,
    @Schema(description = "Why it waits or has failed.") String reason) {

  private static final double WHOLE = 100;

  /**
   * What there is to show of a request and of what the capture has told.
   *
   * @param asked the last request, or null
   * @param told what the capture has told last, or null
   * @return null when there is neither
   */
  static SnapshotView of(Signal.Snapshot asked, TableProgress told) {
    if (asked != null && (told == null || !asked.id().equals(told.id()))) {
      String state = asked.cancelled() ? "cancelled" : "requested";
      return new SnapshotView(
          asked.id(), state, asked.filter(), null, null, null, null, asked.at(), null);
    }
    if (told == null) {
      return null;
    }
    return new SnapshotView(
        told.id(),
        told.state().name().toLowerCase(Locale.ROOT),
        told.filter(),
        told.rowsRead(),
        told.rowsExpected() < 0 ? null : told.rowsExpected(),
        percent(told),
        told.begunAt(),
        told.changedAt(),
        told.reason());
  }

  /** Below 100 until it is complete, for the rows expected are an estimate. */
  private static Double percent(TableProgress told) {
    if (told.state() == TableProgress.State.COMPLETE) {
      return WHOLE;
    }
    if (told.rowsExpected() <= 0) {
      return null;
    }
    double percent = Math.floor(WHOLE * 10 * told.rowsRead() / told.rowsExpected()) / 10;
    return Math.min(percent, WHOLE - 1);
  }
}
