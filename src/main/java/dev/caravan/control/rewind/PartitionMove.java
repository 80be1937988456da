package dev.caravan.control.rewind;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a partition.
 *
 * @param from where it would have gone on
 * @param to where it goes on now
 * @param rowsDeleted rows taken away in ClickHouse, of all the route's tables
 * @param note why it is not the place that was asked for; null when it is
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PartitionMove(
    int partition,
    @Schema(description = "Offset it would have gone on with.") long from,
    @Schema(description = "Offset it goes on with.") long to,
    @Schema(description = "Rows taken away in ClickHouse, which come again.") long rowsDeleted,
    @Schema(description = "Why this is not the place that was asked for.") String note) {

  PartitionMove deleted(long rows) {
    return new PartitionMove(partition, from, to, rowsDeleted + rows, note);
  }
}
