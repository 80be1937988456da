package dev.caravan.capture;

import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.change.Topics;

/**
 * What a capture works with.
 *
 * @param log where batches end up, and where the consumer learns how far they came
 * @param database the source database
 * @param refused told once when the source can't be captured as it is configured, before anything
 *     was ever captured
 */
public record CaptureParts(
    PostgresAccess postgres,
    String database,
    CaptureConfig config,
    Topics topics,
    ChangeLog log,
    CaptureState state,
    java.util.function.Consumer<String> refused) {}
