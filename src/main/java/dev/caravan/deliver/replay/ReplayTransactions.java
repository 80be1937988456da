package dev.caravan.deliver.replay;

import dev.caravan.KafkaClients;
import dev.caravan.KafkaConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events and marks that become visible together. Opening it fences off whoever works on the same
 * table's letters, and ends what they left open. Not for several threads.
 */
final class ReplayTransactions implements AutoCloseable {

  /** Bytes; as large as an event may be. */
  private static final int LARGEST_EVENT = 64 << 20;

  /** Readers of the table's topic stand still for so long when a replay dies amid a transaction. */
  private static final int TRANSACTION_TIMEOUT_MS = 15_000;

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * @param id the same for everybody who replays the table's letters
   */
  ReplayTransactions(KafkaConfig kafka, String id, Duration patience) {
    Map<String, Object> properties = KafkaClients.properties(kafka);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A topic that is new may refuse the first of two requests and take the second.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_EVENT);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_EVENT);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * (int) patience.toMillis());
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Writes all of it or nothing.
   *
   * @throws KafkaException when Kafka did not take it, or may not have; nothing more can be written
   *     then
   */
  void write(Collection<ProducerRecord<byte[], byte[]>> records) {
    try {
      producer.beginTransaction();
      records.forEach(producer::send);
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw abort(e);
    }
  }

  /**
   * Whether somebody else works on the table's letters. A producer that was fenced can have the
   * broker refuse the one that fenced it, too: it holds the numbers of both against each other.
   */
  static boolean wasFenced(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException
          || cause instanceof OutOfOrderSequenceException) {
        return true;
      }
    }
    return false;
  }

  /**
   * So that readers need not wait until the broker does it; and to learn whether somebody else has
   * taken over, which partitions report as one of several errors, and the coordinator for sure.
   */
  private KafkaException abort(KafkaException failure) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      return wasFenced(e) ? e : failure;
    } catch (IllegalStateException e) {
      // A commit whose outcome is open cannot be taken back.
    }
    return failure;
  }

  @Override
  public void close() {
    producer.close(CLOSE_WAIT);
  }
}
