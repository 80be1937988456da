package dev.caravan.capture.position;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Whose WAL positions those in Kafka are.
 *
 * @param system the number a cluster gets when it is made, and its copies keep
 * @param timeline a cluster's history of writing, which a restore or a promotion ends
 */
@RegisterForReflection
public record SourceServer(String system, int timeline) {}
