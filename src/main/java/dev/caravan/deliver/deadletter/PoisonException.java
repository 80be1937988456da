package dev.caravan.deliver.deadletter;

import dev.caravan.deliver.DeliveryException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A batch with rows that cannot land. Without them it may be given again, but not before they are
 * safe elsewhere: who takes over holds everything before a landed row for landed.
 */
public class PoisonException extends DeliveryException {

  private static final long serialVersionUID = 1L;

  private final transient List<PoisonRow> rows;
  private final transient List<ConsumerRecord<byte[], byte[]>> landed;

  /**
   * @param rows the rows, in the batch's order
   * @param landed the events of the batch that have landed, all of them before the first such row
   */
  public PoisonException(List<PoisonRow> rows, List<ConsumerRecord<byte[], byte[]>> landed) {
    super(rows.get(0).describe());
    this.rows = List.copyOf(rows);
    this.landed = List.copyOf(landed);
  }

  public List<PoisonRow> rows() {
    return rows;
  }

  public List<ConsumerRecord<byte[], byte[]>> landed() {
    return landed;
  }
}
