package dev.caravan.bench.lane;

import dev.caravan.bench.measure.WrongResultException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What lies in a topic: how many events, from when to when, and that each row of a backlog is there
 * once.
 */
public final class TopicAudit implements AutoCloseable {

  /** The key as Connect's converter writes it, or the row as a Struct prints itself. */
  private static final Pattern ID = Pattern.compile("\\{\"?id\"?[:=](\\d+)");

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final List<TopicPartition> partitions;
  private final BitSet ids = new BitSet();
  private long events;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis;

  /**
   * @param topic exists, with the partitions it will have
   */
  public TopicAudit(String bootstrapServers, String topic) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** About how many events there are, ends of transactions included, without reading them. */
  public long extent() {
    return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Reads what is there, and returns how many events that is so far. */
  public long read() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(Duration.ofMillis(100)).forEach(this::take);
    }
    return events;
  }

  private void take(ConsumerRecord<byte[], byte[]> each) {
    byte[] where = each.key() != null ? each.key() : each.value();
    String text = new String(where, StandardCharsets.UTF_8);
    Matcher id = ID.matcher(text);
    if (!id.find()) {
      throw new WrongResultException(
          "%s has an event of no row at partition %d offset %d: %s"
              .formatted(topic, each.partition(), each.offset(), text));
    }
    int row = Integer.parseInt(id.group(1));
    if (ids.get(row)) {
      throw new WrongResultException("%s has the row %d twice".formatted(topic, row));
    }
    ids.set(row);
    events++;
    firstMillis = Math.min(firstMillis, each.timestamp());
    lastMillis = Math.max(lastMillis, each.timestamp());
  }

  /** From the first event to the last, by what was read. */
  public double perSecond() {
    return (events - 1) * 1000.0 / Math.max(1, lastMillis - firstMillis);
  }

  /** When the first event was written, in milliseconds since 1970. */
  public long firstMillis() {
    return firstMillis;
  }

  /** When the last event was written, in milliseconds since 1970. */
  public long lastMillis() {
    return lastMillis;
  }

  /** Holds what was read against a backlog of the rows 1 to {@code rows}. */
  public void mustHold(int rows) {
    if (ids.nextClearBit(1) <= rows || events != rows) {
      throw new WrongResultException(
          "%s holds %,d events, and the row %,d is missing"
              .formatted(topic, events, ids.nextClearBit(1)));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
