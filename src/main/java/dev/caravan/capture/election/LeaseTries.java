package dev.caravan.capture.election;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks at a Lease, and takes or renews it where that is allowed. Not safe for several threads. */
final class LeaseTries {

  private final LeaseApi api;
  private final String namespace;
  private final String name;
  private final String identity;
  private final Duration duration;
  private String seenVersion = "";
  private long seenAt;

  /**
   * What became of a try.
   *
   * @param held whether it is this process's now
   * @param others whether it is another one's
   * @param why whose it is, for people
   */
  record Outcome(boolean held, boolean others, String why) {}

  /**
   * @param identity what this process is called in the Lease
   * @param duration how long after a renewal others must leave it alone
   */
  LeaseTries(LeaseApi api, String namespace, String name, String identity, Duration duration) {
    this.api = api;
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.duration = duration;
  }

  /**
   * Renews the Lease, or takes it when nobody has it or its holder has not renewed it for as long
   * as it promised.
   *
   * @param candidate whether to take it, or only to look
   */
  Outcome take(boolean candidate) throws IOException, InterruptedException {
    Optional<Outcome> first = tryOnce(candidate);
    // Whoever wrote it may have done so for another reason than to take it.
    return first.isPresent()
        ? first.get()
        : tryOnce(candidate)
            .orElse(new Outcome(false, true, "others write the Lease " + path() + " all the time"));
  }

  /** Nothing when somebody has just written it. */
  private Optional<Outcome> tryOnce(boolean candidate) throws IOException, InterruptedException {
    Optional<Lease> found = api.get();
    Lease lease = found.orElseGet(() -> Lease.create(namespace, name));
    if (!lease.version().equals(seenVersion)) {
      seenVersion = lease.version();
      seenAt = System.nanoTime();
    }
    boolean mine = lease.holder().equals(identity);
    boolean free =
        lease.holder().isEmpty() || System.nanoTime() - seenAt > lease.duration().toNanos();
    if (!mine && !(free && candidate)) {
      return Optional.of(new Outcome(false, !free, free ? nobody() : held(lease)));
    }
    return api.put(lease.heldBy(identity, duration, Instant.now()))
        ? Optional.of(new Outcome(true, false, "%s holds the Lease %s".formatted(identity, path())))
        : Optional.empty();
  }

  /** Leaves it to anybody, if it is this process's. */
  void release(Instant now) throws IOException, InterruptedException {
    Optional<Lease> lease = api.get();
    if (lease.isPresent() && lease.get().holder().equals(identity)) {
      api.put(lease.get().released(now));
    }
  }

  private String held(Lease lease) {
    return "the Lease %s is held by %s since %s: this one writes nothing and stands by"
        .formatted(path(), lease.holder(), lease.since());
  }

  private String nobody() {
    return "nobody holds the Lease %s, and this one leaves it to others for a moment"
        .formatted(path());
  }

  private String path() {
    return namespace + "/" + name;
  }
}
