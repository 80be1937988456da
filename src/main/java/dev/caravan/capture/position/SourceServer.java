package dev.caravan.capture.position;

/**
 * Whose WAL positions those in Kafka are.
 *
 * @param system the number a cluster gets when it is made, and its copies keep
 * @param timeline a cluster's history of writing, which a restore or a promotion ends
 */
public record SourceServer(String system, int timeline) {}
