package dev.caravan.capture.log;

import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jboss.logging.Logger;

/**
 * The transactions of one producer. Any exception of its methods but that of {@link #fence} makes
 * it unusable. Not safe for use by several threads.
 */
final class LogTransactions implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LogTransactions.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 3;

  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final EventWriter events = new EventWriter();
  private final EventHeaders headers = new EventHeaders();

  /** What the transaction under way announces, which a second attempt at it announces again. */
  private final List<ShapeAnnouncement> announced = new ArrayList<>();

  private ShapeBook shapes;
  private Renames renames;
  private long sent;
  private boolean failed;

  LogTransactions(Map<String, Object> settings, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Fences off any other producer with the same {@code transactional.id}. */
  void fence() {
    producer.initTransactions();
  }

  /** To be told once no other producer announces anything any more. */
  void know(ShapeBook known, Renames former) {
    shapes = known;
    renames = former;
  }

  /** Writes a record. */
  void write(ProducerRecord<byte[], byte[]> record) {
    transact(() -> producer.send(record));
  }

  /** Writes announcements. */
  void announce(List<ShapeAnnouncement> announcements) {
    announcements.forEach(this::tell);
    transact(() -> announcements.forEach(this::sendRecord));
  }

  /**
   * Writes a batch's events and heartbeats, with the announcements of the shapes they are the first
   * to have.
   *
   * @param behind what is true once they are written
   * @return bytes of the events' keys and values, uncompressed
   */
  long write(CapturedBatch batch, List<ProducerRecord<byte[], byte[]>> behind) {
    transact(() -> send(batch, behind));
    announced.clear();
    return sent;
  }

  /**
   * A producer that was paused and fenced off meanwhile sends what it was about to when it wakes
   * up. Brokers refuse that, but some (4.0) note its place in a partition and then refuse what
   * comes next of the transaction under way, too. Others that can't tell whether a transaction goes
   * on ask for it to be aborted. Nothing is wrong with either, so it is written again at once: to
   * give the capture's turn away for that would be what the paused one must not bring about.
   */
  private void transact(Runnable sending) {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          producer.beginTransaction();
          sending.run();
          producer.commitTransaction();
          return;
        } catch (KafkaException e) {
          if (attempt == ATTEMPTS || !isToBeAborted(e)) {
            throw e;
          }
          LOG.warnf("Kafka wants a transaction written again, which is done: %s", reason(e));
          producer.abortTransaction();
        }
      }
    } catch (KafkaException e) {
      failed = true;
      throw e;
    }
  }

  /** The producer reports these before it asks for a commit, so they leave no doubt about one. */
  private static boolean isToBeAborted(KafkaException e) {
    Throwable reason = reason(e);
    return reason instanceof OutOfOrderSequenceException
        || reason instanceof TransactionAbortableException;
  }

  /** The producer wraps what made its transaction fail. */
  private static Throwable reason(KafkaException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private void send(CapturedBatch batch, List<ProducerRecord<byte[], byte[]>> behind) {
    sent = 0;
    List.copyOf(announced).forEach(this::sendRecord);
    long now = System.currentTimeMillis();
    for (RowEvent event : batch.events()) {
      send(event, now);
    }
    for (SourceRecord heartbeat : batch.heartbeats()) {
      producer.send(HeartbeatRecord.of(heartbeat, topics.heartbeat()));
    }
    behind.forEach(producer::send);
  }

  private void send(RowEvent event, long now) {
    if (event.shape() == null) {
      shapes.announcement(event, now).ifPresent(this::send);
    }
    String topic = event.table().topic();
    List<Header> named = headers.of(event);
    byte[] key = events.key(event);
    byte[] value = events.value(event);
    sent += value.length + (key == null ? 0 : key.length);
    if (event.op() == RowEvent.Op.TRUNCATE) {
      // Into every partition, for each holds rows of its own, which it empties in their order.
      for (PartitionInfo partition : producer.partitionsFor(topic)) {
        producer.send(new ProducerRecord<>(topic, partition.partition(), null, null, value, named));
      }
      return;
    }
    producer.send(new ProducerRecord<>(topic, null, null, key, value, named));
  }

  private void send(ShapeAnnouncement announcement) {
    tell(announcement);
    announced.add(announcement);
    sendRecord(announcement);
  }

  private void tell(ShapeAnnouncement announcement) {
    LOG.infof(
        "Announcing shape %s of %s.%s",
        announcement.shape(), announcement.schema(), announcement.table());
    renames.note(announcement, topics);
  }

  private void sendRecord(ShapeAnnouncement announcement) {
    producer.send(
        new ProducerRecord<>(topics.schemaChanges(), announcement.key(), announcement.value()));
  }

  /**
   * Aborts a transaction under way, if the broker lets it in a moment. After a failure it would
   * not: nobody waits for that.
   */
  @Override
  public void close() {
    producer.close(failed ? Duration.ZERO : CLOSE_WAIT);
  }
}
