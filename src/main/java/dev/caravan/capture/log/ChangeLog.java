package dev.caravan.capture.log;

import dev.caravan.KafkaConfig;
import dev.caravan.KafkaRemedy;
import dev.caravan.capture.CaptureConfig;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.CapturePosition;
import dev.caravan.capture.position.SourceServer;
import dev.caravan.capture.position.TablePosition;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.snapshot.TableSchemas;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

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

  private final KafkaConfig kafka;
  private final CaptureConfig capture;
  private final Topics topics;
  private final Relations relations;
  private final Set<String> ensured = new HashSet<>();
  private LogTransactions transactions;
  private ShapeBook shapes;
  private ChangeTopics changeTopics;
  private StoredPositions positions;
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
    transactions =
        new LogTransactions(
            ProducerSettings.of(kafka, "caravan-" + topics.prefix() + "-" + capture.slot()),
            topics);
    transactions.fence();
    List<ShapeAnnouncement> announced = ShapeBook.read(new TopicReader(kafka), topics);
    shapes = new ShapeBook(relations, announced);
    transactions.know(shapes, new Renames(announced));
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
    transactions.write(positions.record(server));
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
      transactions.announce(missing);
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
    List<ProducerRecord<byte[], byte[]>> behind = new ArrayList<>();
    behind.add(positions.record(batch.position()));
    if (batch.table() != null) {
      behind.add(positions.record(batch.table()));
    }
    try {
      taken += transactions.write(batch, behind);
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

  /** Gives up a transaction under way. */
  @Override
  public void close() {
    if (transactions != null) {
      transactions.close();
      transactions = null;
    }
  }
}
