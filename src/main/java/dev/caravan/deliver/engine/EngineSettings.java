package dev.caravan.deliver.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * How ClickHouse's Kafka engine is set up.
 *
 * @param brokers the brokers as ClickHouse reaches them, {@code host:port} separated by commas
 * @param collection the named collection of ClickHouse's that tells how to reach Kafka
 * @param consumers consumers of one table
 * @param maxRows events in one insert at most
 * @param flushInterval how long an insert waits for further events at most
 * @param pollTimeout how long one poll waits for events
 */
public record EngineSettings(
    String brokers,
    Optional<String> collection,
    int consumers,
    int maxRows,
    Duration flushInterval,
    Duration pollTimeout) {}
