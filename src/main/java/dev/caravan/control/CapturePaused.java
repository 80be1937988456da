package dev.caravan.control;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether the capture is to pause now.
 *
 * @param changed false when it was so before
 */
@RegisterForReflection
public record CapturePaused(
    boolean paused, @Schema(description = "False when it was so before.") boolean changed) {}
