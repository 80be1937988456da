package dev.caravan.sandbox;

/** The brokers of {@value Environment#KAFKA}. */
record ExternalKafka(String bootstrapServers) implements KafkaService, ExternalService {

  @Override
  public String variable() {
    return Environment.KAFKA;
  }
}
