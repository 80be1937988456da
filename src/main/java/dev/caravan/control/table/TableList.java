package dev.caravan.control.table;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The tables by name.
 *
 * @param tables those that are captured, routed, or have a topic
 * @param problems what could not be had and why; empty when all figures are there
 */
@Schema(description = "The tables that are captured, routed, or have a topic.")
@RegisterForReflection
public record TableList(
    List<TableView> tables,
    @Schema(description = "What could not be had, and why.") List<String> problems) {

  public TableList {
    tables = List.copyOf(tables);
    problems = List.copyOf(problems);
  }
}
