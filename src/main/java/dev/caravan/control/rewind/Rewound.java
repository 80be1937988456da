package dev.caravan.control.rewind;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a table that was to be rewound.
 *
 * @param paused whether its delivery pauses now, as it did before
 * @param changed false when it was there already
 * @param routes its routes
 */
@RegisterForReflection
public record Rewound(
    @Schema(examples = "inventory.orders") String table,
    @Schema(description = "Whether its delivery pauses now, as it did before.") boolean paused,
    @Schema(description = "False when it was there already and no row had to go.") boolean changed,
    List<Route> routes) {

  /** A route of it. */
  @Schema(name = "RewoundRoute")
  @RegisterForReflection
  public record Route(String route, List<PartitionMove> partitions) {

    public Route {
      partitions = List.copyOf(partitions);
    }

    boolean isChanged() {
      return partitions.stream()
          .anyMatch(each -> each.from() != each.to() || each.rowsDeleted() > 0);
    }
  }

  public Rewound {
    routes = List.copyOf(routes);
  }
}
