package dev.caravan.deliver.deadletter;

import dev.caravan.KafkaRemedy;
import dev.caravan.change.LetterHeaders;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliveryException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes dead letters together with the commit by which the group knows of them, in one Kafka
 * transaction: either both are there or neither.
 *
 * <p>Who lost the partitions meanwhile is refused by the group's generation, not by the id of the
 * transactions. For one thread.
 */
public final class DeadLetters implements AutoCloseable {

  private static final int LIMIT_MILLIS = 20_000;
  private static final int REQUEST_MILLIS = 10_000;

  /** A deliverer that dies within a transaction holds up the next one for about as long. */
  private static final int TRANSACTION_MILLIS = 15_000;

  private static final int LARGEST_REQUEST = 80 << 20;
  private static final int BUFFER = 128 << 20;

  private final Map<String, Object> kafka;
  private final String route;
  private final DeadLetterTopics topics;
  private final String transactions = "caravan-dead-letters-" + UUID.randomUUID();
  private KafkaProducer<byte[], byte[]> producer;

  /**
   * @param kafka how to reach Kafka, under Kafka's own names
   * @param route the route's id
   */
  public DeadLetters(Map<String, Object> kafka, String route) {
    this.kafka = Map.copyOf(kafka);
    this.route = route;
    this.topics = new DeadLetterTopics(kafka);
  }

  /**
   * Returns when letters and commit are in Kafka.
   *
   * @param offsets what to commit for the partitions the rows are of
   * @param group the consumer's place in its group
   * @throws DeliveryException when they are not, or it is open whether they are
   */
  public void write(
      List<PoisonRow> rows,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    for (PoisonRow row : rows) {
      topics.ensure(row.event().topic(), row.event().partition());
    }
    try {
      open();
      producer.beginTransaction();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      for (PoisonRow row : rows) {
        // A failed send makes the transaction fail.
        producer.send(letter(row, now));
      }
      producer.sendOffsetsToTransaction(offsets, group);
      producer.commitTransaction();
    } catch (KafkaException e) {
      close();
      // Somebody may have deleted it.
      topics.forget();
      throw new DeliveryException(
          "dead letters of "
              + rows.get(0).event().topic()
              + " cannot be written: "
              + e.getMessage()
              + KafkaRemedy.of(e),
          e);
    } catch (RuntimeException | Error e) {
      // With a transaction left open the producer could begin no other.
      close();
      throw e;
    }
  }

  /** Gives an open transaction up. */
  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  /** An earlier transaction that is still open is given up by the new producer of its id. */
  private void open() {
    if (producer != null) {
      return;
    }
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactions);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT_MILLIS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LIMIT_MILLIS);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // Not for the user to weaken: that each letter is there once stands on these.
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A topic that is new may refuse the first of two requests and take the second.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
  }

  private ProducerRecord<byte[], byte[]> letter(PoisonRow row, Instant now) {
    ConsumerRecord<byte[], byte[]> event = row.event();
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            Topics.deadLettersOf(event.topic()), event.partition(), event.key(), event.value());
    Headers headers = letter.headers();
    for (Header each : event.headers()) {
      if (!each.key().startsWith(LetterHeaders.PREFIX)) {
        headers.add(each);
      }
    }
    headers.add(LetterHeaders.REASON, text(row.reason()));
    headers.add(LetterHeaders.EXCEPTION, text(row.exception()));
    headers.add(LetterHeaders.TOPIC, text(event.topic()));
    headers.add(LetterHeaders.PARTITION, text(event.partition()));
    headers.add(LetterHeaders.OFFSET, text(event.offset()));
    headers.add(LetterHeaders.TIMESTAMP, text(event.timestamp()));
    headers.add(LetterHeaders.AT, text(now));
    headers.add(LetterHeaders.ROUTE, text(route));
    return letter;
  }

  private static byte[] text(Object value) {
    return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
  }
}
