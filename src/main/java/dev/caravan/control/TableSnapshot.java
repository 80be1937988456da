package dev.caravan.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.change.TableName;
import dev.caravan.signal.Signal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is asked of a table's rows.
 *
 * @param id the request's id; null when there is none
 * @param filter the SQL condition on the rows; null for all
 * @param cancelled whether they are not to be read any more
 * @param changed false when it was so before
 * @param replaces the id of a request under way that this one takes the place of; null otherwise
 * @param progress where to ask how far it is
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TableSnapshot(
    @Schema(examples = "inventory.orders") String table,
    @Schema(description = "The request's id; null when there is none.") String id,
    @Schema(description = "The SQL condition on the rows; null for all.") String filter,
    boolean cancelled,
    @Schema(description = "False when it was so before.") boolean changed,
    @Schema(description = "A request under way that this one takes the place of.") String replaces,
    @Schema(
            description = "Where to ask how far it is.",
            examples = "/control/tables/inventory/orders")
        String progress) {

  static TableSnapshot of(
      TableName table, Signal.Snapshot asked, boolean changed, String replaces) {
    return new TableSnapshot(
        table.toString(),
        asked.id(),
        asked.filter(),
        asked.cancelled(),
        changed,
        replaces,
        path(table));
  }

  /** Nothing is under way. */
  static TableSnapshot none(TableName table) {
    return new TableSnapshot(table.toString(), null, null, false, false, null, path(table));
  }

  private static String path(TableName table) {
    return "/control/tables/" + encode(table.schema()) + "/" + encode(table.table());
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
