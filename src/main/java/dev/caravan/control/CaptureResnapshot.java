package dev.caravan.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of the request for a new snapshot of everything.
 *
 * @param reason what it waits for; null when it has begun
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaptureResnapshot(
    @Schema(enumeration = {"begun", "waiting"}) String resnapshot, String reason) {}
