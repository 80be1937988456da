package dev.caravan.capture.election;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A {@code coordination.k8s.io/v1} Lease. What it does not know of it stays as it is.
 *
 * @param json {@code {"metadata": {"name": .., "resourceVersion": ..}, "spec": {"holderIdentity":
 *     .., "leaseDurationSeconds": .., "acquireTime": .., "renewTime": .., "leaseTransitions": ..}}}
 */
record Lease(ObjectNode json) {

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  static Lease of(JsonNode json) {
    return new Lease((ObjectNode) json);
  }

  /** One that is not there yet. */
  static Lease create(String namespace, String name) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    json.putObject("metadata").put("name", name).put("namespace", namespace);
    json.putObject("spec");
    return new Lease(json);
  }

  boolean isNew() {
    return version().isEmpty();
  }

  /** Changes with each write. */
  String version() {
    return json.path("metadata").path("resourceVersion").asText();
  }

  /** Whose turn it is; empty when nobody has it. */
  String holder() {
    return spec().path("holderIdentity").asText("");
  }

  /** How long after its last renewal others must leave it alone. */
  Duration duration() {
    return Duration.ofSeconds(spec().path("leaseDurationSeconds").asLong());
  }

  /** Since when the holder has it, in RFC 3339; empty where that is not noted. */
  String since() {
    return spec().path("acquireTime").asText("");
  }

  /** The same, taken or renewed. */
  Lease heldBy(String identity, Duration duration, Instant now) {
    Lease next = new Lease(json.deepCopy());
    ObjectNode spec = next.spec();
    if (!identity.equals(holder())) {
      spec.put("acquireTime", MICRO_TIME.format(now));
      // The first holder is no transition.
      spec.put("leaseTransitions", isNew() ? 0 : spec().path("leaseTransitions").asInt() + 1);
    }
    spec.put("holderIdentity", identity);
    // Whole seconds, and not less than the holder counts on.
    spec.put("leaseDurationSeconds", (int) duration.plusMillis(999).toSeconds());
    spec.put("renewTime", MICRO_TIME.format(now));
    return next;
  }

  /** The same, for anybody to take. */
  Lease released(Instant now) {
    Lease next = new Lease(json.deepCopy());
    next.spec()
        .put("holderIdentity", "")
        .put("leaseDurationSeconds", 1)
        .put("renewTime", MICRO_TIME.format(now));
    return next;
  }

  private ObjectNode spec() {
    return json.withObjectProperty("spec");
  }
}
