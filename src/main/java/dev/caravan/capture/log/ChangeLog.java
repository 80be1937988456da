package dev.caravan.capture.log;

import dev.caravan.KafkaConfig;
import dev.caravan.KafkaRemedy;
import dev.caravan.capture.CaptureConfig;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.SourceServer;
import dev.caravan.capture.position.TablePosition;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.snapshot.TableSchemas;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jboss.logging.Logger;

/**
 * The Kafka log of changes, written in transactions: a batch's events, the shapes they are the
 * first to have and the position behind them become visible together or not at all.
 *
 * <p>Kafka's own producer is used rather than camel-kafka's: that one commits after the exchange is
 * done, so a commit that fails is noticed by nobody in time, and after it closes its producer for
 * good. Opening the log with the same {@code transactional.id} fences off whoever had it open.
 * After any exception the log is closed and opened anew, and the position read from it tells what
 * became of a commit whose outcome was unknown. Not safe for use by several threads.
 */
public final class ChangeLog implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ChangeLog.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final KafkaConfig kafka;
  private final CaptureConfig capture;
  private final Topics topics;
  private final EventWriter events = new EventWriter();
  private final EventHeaders headers = new EventHeaders();
  private final Relations relations;
  private final Set<String> ensured = new HashSet<>();
  private KafkaProducer<byte[], byte[]> producer;
  private ShapeBook shapes;
  private ChangeTopics changeTopics;
  private Renames renames;
  private StoredPositions positions;
  private long sending;
  private volatile long taken;

  public ChangeLog(KafkaConfig kafka, CaptureConfig capture, Topics topics, Relations relations) {
    this.kafka = kafka;
    this.capture = capture;
    this.topics = topics;
    this.relations = relations;
  }

  /**
   * Fences off any other writer of the slot and reads where the log stands.
   *
   * @return the position of the last committed batch, or nothing when there was none
   */
  public Optional<CapturePosition> open() throws InterruptedException {
    try {
      return openNow();
    } catch (KafkaException e) {
      throw new ChangeLogException(
          "Kafka at %s can't be used (caravan.kafka.bootstrap-servers): %s%s"
              .formatted(kafka.bootstrapServers(), e.getMessage(), KafkaRemedy.of(e)),
          e);
    }
  }

  private Optional<CapturePosition> openNow() throws InterruptedException {
    close();
    changeTopics = new ChangeTopics(kafka, capture.topic(), topics);
    ensured.clear();
    changeTopics.ensureOwn();
    producer =
        new KafkaProducer<>(
            ProducerSettings.of(kafka, "caravan-" + topics.prefix() + "-" + capture.slot()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    List<ShapeAnnouncement> announced = ShapeBook.read(new TopicReader(kafka), topics);
    shapes = new ShapeBook(relations, announced);
    renames = new Renames(announced);
    positions = StoredPositions.read(new TopicReader(kafka), topics.positions(), capture.slot());
    return positions.position();
  }

  /** Bytes of the keys and values of all events Kafka has taken so far, uncompressed. */
  public long bytes() {
    return taken;
  }

  /** Whose WAL positions those in Kafka are; nothing when that was never noted. */
  public Optional<SourceServer> server() {
    return positions.server();
  }

  /** Notes whose WAL positions those in Kafka are. */
  public void note(SourceServer server) {
    producer.beginTransaction();
    producer.send(positions.record(server));
    producer.commitTransaction();
  }

  /** The incremental snapshots of tables, as they were when the log was opened. */
  public Map<TableName, TablePosition> tables() {
    return positions.tables();
  }

  /** What was last announced of a table. */
  public Optional<ShapeAnnouncement> latest(TableName table) {
    return shapes.latest(table);
  }

  /** What was last announced of each table. */
  public Map<TableName, ShapeAnnouncement> latest() {
    return shapes.latest();
  }

  /** Creates the tables' topics and announces the shapes that are not on the topic yet. */
  public void prepare(TableSchemas schemas, List<TableName> captured) throws InterruptedException {
    changeTopics.ensure(captured);
    long now = System.currentTimeMillis();
    List<ShapeAnnouncement> missing = new ArrayList<>();
    for (TableName table : captured) {
      schemas.table(table).flatMap(known -> shapes.announce(known, now)).ifPresent(missing::add);
    }
    if (!missing.isEmpty()) {
      producer.beginTransaction();
      missing.forEach(this::send);
      producer.commitTransaction();
    }
  }

  /**
   * Writes a batch in one transaction. A table that appears for the first time gets its topic
   * before.
   *
   * @throws ChangeLogException when Kafka did not take it, or may not have
   */
  public void write(CapturedBatch batch) throws InterruptedException {
    ensureTopics(batch);
    sending = 0;
    try {
      producer.beginTransaction();
      long now = System.currentTimeMillis();
      for (RowEvent event : batch.events()) {
        send(event, now);
      }
      for (SourceRecord heartbeat : batch.heartbeats()) {
        producer.send(HeartbeatRecord.of(heartbeat, topics.heartbeat()));
      }
      producer.send(positions.record(batch.position()));
      if (batch.table() != null) {
        producer.send(positions.record(batch.table()));
      }
      producer.commitTransaction();
      taken += sending;
    } catch (KafkaException e) {
      throw new ChangeLogException(
          "Kafka did not take a batch of %d events: %s"
              .formatted(batch.events().size(), e.getMessage()),
          e);
    }
  }

  private void ensureTopics(CapturedBatch batch) throws InterruptedException {
    Set<String> appeared = new LinkedHashSet<>();
    String last = null;
    for (RowEvent event : batch.events()) {
      String topic = event.table().topic();
      if (topic != last && !ensured.contains(topic)) {
        appeared.add(topic);
      }
      last = topic;
    }
    if (!appeared.isEmpty()) {
      changeTopics.ensure(appeared.stream().map(topics::tableOf).toList());
      ensured.addAll(appeared);
    }
  }

  private void send(RowEvent event, long now) {
    if (event.shape() == null) {
      shapes.announcement(event, now).ifPresent(this::send);
    }
    String topic = event.table().topic();
    List<Header> named = headers.of(event);
    byte[] key = events.key(event);
    byte[] value = events.value(event);
    sending += value.length + (key == null ? 0 : key.length);
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
    LOG.infof(
        "Announcing shape %s of %s.%s",
        announcement.shape(), announcement.schema(), announcement.table());
    renames.note(announcement, topics);
    producer.send(
        new ProducerRecord<>(topics.schemaChanges(), announcement.key(), announcement.value()));
  }

  /** Leaves a transaction under way to the broker, which aborts it when the log is next opened. */
  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE_WAIT);
      producer = null;
    }
  }
}
