package dev.caravan.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the capture stands.
 *
 * @param paused whether it is to pause, wherever it runs
 * @param phase what it does in this process; null when that is not its role
 * @param since since when
 * @param restarts how often it began anew after a failure
 * @param lastError why it failed last, or stands by
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaptureView(
    @Schema(description = "Whether it is to pause, wherever it runs.") boolean paused,
    @Schema(
            description = "What it does in this process; null when that is not its role.",
            examples = "streaming")
        String phase,
    String since,
    Long restarts,
    String lastError) {}
