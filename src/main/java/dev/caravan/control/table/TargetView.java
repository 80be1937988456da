package dev.caravan.control.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A ClickHouse table that a route writes.
 *
 * @param versions rows it holds, of which several may be versions of one row; null when it is not
 *     there or ClickHouse does not tell
 * @param rows rows that are there now; null unless asked for
 */
@Schema(description = "A ClickHouse table the route writes.")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetView(
    @Schema(examples = "default.orders_final") String table,
    @Schema(
            description =
                "Rows it holds: versions, of which a row has several until ClickHouse merges them.")
        Long versions,
    @Schema(description = "Rows that are there now; with rows=exact only.") Long rows) {}
