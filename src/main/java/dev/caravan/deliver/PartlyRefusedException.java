package dev.caravan.deliver;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A batch of which a part has landed. It must not be given again: what it was written with may be
 * gone once the remedy is done.
 */
public class PartlyRefusedException extends RefusedException {

  private static final long serialVersionUID = 1L;

  private final transient List<ConsumerRecord<byte[], byte[]>> landed;

  /**
   * @param refusal why the rest has not landed
   * @param landed the events that have, those of a partition being its first of the batch
   */
  public PartlyRefusedException(
      RefusedException refusal, List<ConsumerRecord<byte[], byte[]>> landed) {
    super(refusal.getMessage(), refusal);
    this.landed = List.copyOf(landed);
  }

  public List<ConsumerRecord<byte[], byte[]>> landed() {
    return landed;
  }
}
