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
import org.apache.kafka.common.errors.InvalidProducerEpochException;
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

  private ShapeBook shapes;
  private Renames renames;
  private long sent;
  private boolean refused;

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
    announce(announcements, () -> {});
  }

  /**
   * Writes a batch's events and heartbeats, with the announcements of the shapes they are the first
   * to have.
   *
   * @param behind what is true once they are written
   * @return bytes of the events' keys and values, uncompressed
   */
  long write(CapturedBatch batch, List<ProducerRecord<byte[], byte[]>> behind) {
    List<ShapeAnnouncement> announcements = announcements(batch);
    announce(announcements, () -> send(batch, behind));
    return sent;
  }

  private void announce(List<ShapeAnnouncement> announcements, Runnable more) {
    for (ShapeAnnouncement each : announcements) {
      LOG.infof("Announcing shape %s of %s.%s", each.shape(), each.schema(), each.table());
      renames.note(each, topics);
    }
    transact(
        () -> {
          announcements.forEach(this::send);
          more.run();
        });
  }

  /** Asked for once a batch: what has been answered is taken for announced. */
  private List<ShapeAnnouncement> announcements(CapturedBatch batch) {
    List<ShapeAnnouncement> announcements = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (RowEvent event : batch.events()) {
      if (event.shape() == null) {
        shapes.announcement(event, now).ifPresent(announcements::add);
      }
    }
    return announcements;
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
      refused = reason(e) instanceof InvalidProducerEpochException;
      throw e;
    }
  }

  /**
   * Whether nothing of it can have been committed: the producer asks for a commit when each record
   * was taken, and what it found before it wraps. By itself {@link TransactionAbortableException}
   * may be the answer to what follows a commit.
   */
  private static boolean isToBeAborted(KafkaException e) {
    return reason(e) instanceof OutOfOrderSequenceException
        || e.getCause() instanceof TransactionAbortableException;
  }

  /** The producer wraps what made its transaction fail. */
  private static Throwable reason(KafkaException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private void send(CapturedBatch batch, List<ProducerRecord<byte[], byte[]>> behind) {
    sent = 0;
    batch.events().forEach(this::send);
    for (SourceRecord heartbeat : batch.heartbeats()) {
      producer.send(HeartbeatRecord.of(heartbeat, topics.heartbeat()));
    }
    behind.forEach(producer::send);
  }

  private void send(RowEvent event) {
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
    producer.send(
        new ProducerRecord<>(topics.schemaChanges(), announcement.key(), announcement.value()));
  }

  /**
   * Aborts a transaction under way, if the broker lets it in a moment; otherwise the broker does,
   * when the log is next opened. One that was fenced off has none any more, and would wait for it.
   */
  @Override
  public void close() {
    producer.close(refused ? Duration.ZERO : CLOSE_WAIT);
  }
}
