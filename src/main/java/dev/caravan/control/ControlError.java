package dev.caravan.control;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of every refusal.
 *
 * @param error what is wrong, and what would be right
 */
@Schema(description = "Why a request is refused.")
@RegisterForReflection
public record ControlError(
    @Schema(description = "What is wrong, and what would be right.") String error) {}
