package dev.caravan.sandbox;

/** One Kafka broker that is its own controller; topics are created by whoever needs them. */
public interface KafkaService extends Service {

  /** {@code host:port}. */
  String bootstrapServers();

  /**
   * A link to the broker. Clients that start from its port stay on it, for the broker names it as
   * its own address to them. One at a time; closed by the caller.
   */
  NetworkLink link();
}
