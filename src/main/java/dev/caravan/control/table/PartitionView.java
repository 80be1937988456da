package dev.caravan.control.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a route is in a partition.
 *
 * @param committed the offset of the first event that is not delivered; null when none ever was
 * @param end the offset behind the last event
 * @param lag what lies between, the markers of transactions included
 */
@Schema(description = "How far the route is in a partition of the table's topic.")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PartitionView(
    int partition,
    @Schema(description = "Offset of the first event not delivered; null when none ever was.")
        Long committed,
    @Schema(description = "Offset behind the last event.") long end,
    @Schema(description = "Events between, with the markers of transactions.") long lag) {}
