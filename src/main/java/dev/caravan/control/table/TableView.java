package dev.caravan.control.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a table stands.
 *
 * @param table its name
 * @param state what is going on, in words
 * @param paused whether somebody has paused its delivery
 * @param pausedFor what it pauses for when that was not asked for itself; null otherwise
 * @param captured whether Kafka has a topic of it
 * @param lag events its routes have not delivered, those of all of them
 * @param delaySeconds how long the oldest of these has been in Kafka; 0 when there is none, null
 *     when Kafka did not tell in time
 * @param lastError why a route of it waits, is stopped or was last, as far as this process knows
 * @param routes the routes that read it
 * @param snapshot how far the reading of its rows is; null when none was ever asked for
 */
@Schema(description = "How a table stands.")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TableView(
    @Schema(examples = "inventory.orders") String table,
    @Schema(
            description =
                "running, waiting, stopped, paused, reading, 'waiting for the table', 'not routed'"
                    + " or 'not running'",
            examples = "running")
        String state,
    @Schema(description = "Whether its delivery is paused.") boolean paused,
    @Schema(description = "What it pauses for when nobody asked for the pause itself.")
        String pausedFor,
    @Schema(description = "Whether Kafka has a topic of it.") boolean captured,
    @Schema(
            description =
                "Events in Kafka that its routes have not delivered; null when Kafka does not tell.")
        Long lag,
    @Schema(
            description =
                "How long the oldest of these has been in Kafka, in seconds; 0 when there is none.")
        Double delaySeconds,
    @Schema(description = "Why a route waits, is stopped, or was last, as this process knows it.")
        String lastError,
    List<RouteView> routes,
    SnapshotView snapshot) {

  public TableView {
    routes = List.copyOf(routes);
  }
}
