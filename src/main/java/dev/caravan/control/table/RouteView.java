package dev.caravan.control.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A route of a table.
 *
 * @param route its id
 * @param state what it does, in words
 * @param since since when it does that in this process; null when it does not run here
 * @param group its consumer group
 * @param members deliverers in the group, of all processes
 * @param lastDelivered when this process last landed a batch of it
 * @param lastError why it waits, is stopped or was last in this process
 * @param targets the ClickHouse tables it writes; none when it does not run here
 * @param position how far it is in each partition
 */
@Schema(description = "A route that reads the table.")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteView(
    @Schema(examples = "orders") String route,
    @Schema(description = "As that of the table.", examples = "running") String state,
    @Schema(description = "Since when, in this process.") String since,
    @Schema(description = "Its consumer group.", examples = "caravan-orders") String group,
    @Schema(description = "Deliverers in the group, of all processes.") int members,
    @Schema(description = "When this process landed a batch last.") String lastDelivered,
    String lastError,
    @Schema(description = "The ClickHouse tables it writes; none when it is not of this process.")
        List<TargetView> targets,
    List<PartitionView> position) {

  public RouteView {
    targets = List.copyOf(targets);
    position = List.copyOf(position);
  }

  long lag() {
    return position.stream().mapToLong(PartitionView::lag).sum();
  }
}
