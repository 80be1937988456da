package dev.caravan.sandbox;

/** The brokers of {@value Environment#KAFKA}. */
record ExternalKafka(String bootstrapServers) implements KafkaService, ExternalService {

  @Override
  public String variable() {
    return Environment.KAFKA;
  }

  @Override
  public NetworkLink link() {
    throw new UnsupportedOperationException(
        "A broker knows no link to it unless the sandbox runs it; unset " + variable());
  }
}
