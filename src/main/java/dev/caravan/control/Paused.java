package dev.caravan.control;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a table's delivery pauses now.
 *
 * @param changed false when it did so before
 */
@RegisterForReflection
public record Paused(
    @Schema(examples = "inventory.orders") String table,
    boolean paused,
    @Schema(description = "False when it was so before.") boolean changed) {}
