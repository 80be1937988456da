package dev.caravan.sandbox;

/** One Kafka broker that is its own controller; topics are created by whoever needs them. */
public interface KafkaService extends Service {

  /** {@code host:port}. */
  String bootstrapServers();
}
