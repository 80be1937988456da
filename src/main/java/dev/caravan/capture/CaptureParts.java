package dev.caravan.capture;

import dev.caravan.capture.election.Election;
import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.change.Topics;
import dev.caravan.signal.SignalBoard;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a capture works with.
 *
 * @param scope which tables are to be captured
 * @param signals what is asked of the pipeline
 * @param log where batches end up, and where the consumer learns how far they came
 * @param relations how the tables were when their events were written
 * @param database the source database
 * @param election who may try to capture
 * @param resnapshot by which people ask for a new snapshot
 * @param refused told once when the source can't be captured as it is configured, before anything
 *     was ever captured
 * @param secret the password, so that no message shows it
 */
public record CaptureParts(
    PostgresAccess postgres,
    String database,
    CaptureConfig config,
    CaptureScope scope,
    SignalBoard signals,
    Topics topics,
    ChangeLog log,
    Relations relations,
    CaptureState state,
    Election election,
    Resnapshot resnapshot,
    Consumer<String> refused,
    Optional<String> secret) {

  /** What went wrong, for people. */
  public String hidden(Throwable error) {
    return FailureText.of(error, secret);
  }
}
