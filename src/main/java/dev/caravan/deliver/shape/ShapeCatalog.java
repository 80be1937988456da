package dev.caravan.deliver.shape;

import dev.caravan.KafkaRemedy;
import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.deliver.DeliveryException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every shape the capture has announced on {@code <prefix>.schema-changes}.
 *
 * <p>A shape is announced before the first event that has it, so what is not found is looked for up
 * to the topic's present end before it counts as unknown. For any number of threads.
 */
public class ShapeCatalog implements Shapes, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShapeCatalog.class);
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final TopicPartition announcements;
  private final Map<String, Object> properties;
  private final Announced announced = new Announced();
  private final ReentrantLock reading = new ReentrantLock();
  private KafkaConsumer<byte[], byte[]> consumer;
  private boolean complete;

  /**
   * @param topic the topic of announcements
   * @param kafka how to reach Kafka, under Kafka's own names
   */
  public ShapeCatalog(String topic, Map<String, Object> kafka) {
    announcements = new TopicPartition(topic, 0);
    properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
  }

  /** A catalog of shapes that are known already, and that there are no others of. Reads nothing. */
  public static ShapeCatalog of(Shape... shapes) {
    ShapeCatalog catalog = new ShapeCatalog("the shapes given", Map.of());
    catalog.complete = true;
    for (Shape each : shapes) {
      catalog.announced.add(each.id(), each);
    }
    return catalog;
  }

  @Override
  public Shape shape(TableName table, String id) {
    Optional<Shape> known = announced.byId(table, id);
    if (known.isEmpty()) {
      readOn();
      known = announced.byId(table, id);
    }
    return known.orElseThrow(
        () ->
            new DeliveryException(
                "events of "
                    + table
                    + " name the shape "
                    + id
                    + ", which is not announced on "
                    + announcements.topic()
                    + "; does that topic belong to the same capture?"));
  }

  @Override
  public boolean knows(TableName table, String id) {
    return announced.byId(table, id).isPresent();
  }

  @Override
  public void refreshToEnd() {
    if (complete) {
      return;
    }
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    long end;
    try (KafkaConsumer<byte[], byte[]> any = new KafkaConsumer<>(all)) {
      end = any.endOffsets(List.of(announcements), WAIT).get(announcements);
    } catch (KafkaException e) {
      throw unreadable(e);
    }
    readOn(end);
  }

  @Override
  public Optional<Shape> latest(TableName table) {
    return announced.latest(table);
  }

  @Override
  public List<Shape> of(TableName table) {
    return announced.of(table);
  }

  @Override
  public LaterShapes after(Shape shape) {
    return announced.after(shape);
  }

  @Override
  public void refresh() {
    readOn();
  }

  /** Returns soon, also while Kafka hangs; a read under way ends with the process. */
  @Override
  public void close() {
    if (!reading.tryLock()) {
      return;
    }
    try {
      if (consumer != null) {
        consumer.close(CLOSE_WAIT);
        consumer = null;
      }
    } finally {
      reading.unlock();
    }
  }

  /** Reads up to where the topic ended when this was called. */
  private void readOn() {
    readOn(0);
  }

  private void readOn(long atLeast) {
    if (complete) {
      return;
    }
    reading.lock();
    try {
      if (!isOpen()) {
        return;
      }
      long end =
          Math.max(atLeast, consumer.endOffsets(List.of(announcements), WAIT).get(announcements));
      long deadline = System.nanoTime() + WAIT.toNanos();
      while (consumer.position(announcements, WAIT) < end) {
        consumer.poll(POLL).records(announcements).forEach(this::note);
        if (System.nanoTime() - deadline > 0) {
          throw new DeliveryException(announcements.topic() + " could not be read to its end");
        }
      }
    } catch (KafkaException e) {
      close();
      throw unreadable(e);
    } finally {
      reading.unlock();
    }
  }

  private DeliveryException unreadable(KafkaException e) {
    return new DeliveryException(
        "the shapes on "
            + announcements.topic()
            + " cannot be read: "
            + e.getMessage()
            + KafkaRemedy.of(e),
        e);
  }

  /** Starts at the topic's beginning; false while the topic does not exist. */
  private boolean isOpen() {
    if (consumer == null) {
      consumer = new KafkaConsumer<>(properties);
    }
    if (consumer.assignment().isEmpty()) {
      if (consumer.partitionsFor(announcements.topic(), WAIT).isEmpty()) {
        return false;
      }
      consumer.assign(List.of(announcements));
      consumer.seekToBeginning(List.of(announcements));
    }
    return true;
  }

  private void note(ConsumerRecord<byte[], byte[]> each) {
    if (each.value() == null) {
      return;
    }
    try {
      ShapeAnnouncement announcement = ShapeAnnouncement.read(each.value());
      announced.add(announcement.shape(), announcement.toShape());
    } catch (UncheckedIOException e) {
      LOG.warn(
          "Offset {} of {} is no announcement of a shape and is passed over: {}",
          each.offset(),
          each.topic(),
          e.getMessage());
    }
  }
}
