package dev.caravan.capture;

import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.change.Topics;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a capture works with.
 *
 * @param log where batches end up, and where the consumer learns how far they came
 * @param relations how the tables were when their events were written
 * @param database the source database
 * @param resnapshot by which people ask for a new snapshot
 * @param refused told once when the source can't be captured as it is configured, before anything
 *     was ever captured
 * @param secret the password, so that no message shows it
 */
public record CaptureParts(
    PostgresAccess postgres,
    String database,
    CaptureConfig config,
    Topics topics,
    ChangeLog log,
    Relations relations,
    CaptureState state,
    Resnapshot resnapshot,
    Consumer<String> refused,
    Optional<String> secret) {}
