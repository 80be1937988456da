package dev.caravan.deliver;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.Shape;
import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes one table's change events into Kafka as the capture does: in transactions. */
final class ChangeLog implements AutoCloseable {

  private static final int EVENTS_A_TRANSACTION = 2000;

  final String topic;
  private final Topics topics;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;
  private byte[] shapeId;
  private long lsn = 1000;

  ChangeLog(Sandbox sandbox, Topics topics, TableName table, int partitions) throws Exception {
    this.topics = topics;
    this.partitions = partitions;
    topic = topics.changes(table);
    Map<String, Object> kafka = Map.of("bootstrap.servers", sandbox.kafka().bootstrapServers());
    admin = Admin.create(kafka);
    Set<String> present = admin.listTopics().names().get();
    List<NewTopic> missing =
        new ArrayList<>(
            List.of(
                new NewTopic(topic, partitions, (short) 1)
                    .configs(Map.of("max.message.bytes", String.valueOf(8 << 20))),
                new NewTopic(topics.schemaChanges(), 1, (short) 1)
                    .configs(Map.of("cleanup.policy", "compact"))));
    missing.removeIf(each -> present.contains(each.name()));
    admin.createTopics(missing).all().get();
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                sandbox.kafka().bootstrapServers(),
                "transactional.id",
                "test-" + UUID.randomUUID(),
                "linger.ms",
                "5",
                "batch.size",
                "262144",
                "max.request.size",
                String.valueOf(8 << 20),
                "compression.type",
                "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  void announce(Shape shape) {
    shapeId = shape.id().getBytes(StandardCharsets.US_ASCII);
    ShapeAnnouncement announcement = ShapeAnnouncement.of(shape, lsn, System.currentTimeMillis());
    producer.beginTransaction();
    producer.send(
        new ProducerRecord<>(topics.schemaChanges(), announcement.key(), announcement.value()));
    producer.commitTransaction();
  }

  /** Has the events that follow written with a shape that was announced before. */
  void with(Shape shape) {
    shapeId = shape.id().getBytes(StandardCharsets.US_ASCII);
  }

  /** A TRUNCATE, in each partition. */
  void truncate() {
    lsn += 100;
    producer.beginTransaction();
    for (int partition = 0; partition < partitions; partition++) {
      ProducerRecord<byte[], byte[]> each =
          new ProducerRecord<>(topic, partition, null, bytes(event("null", "null", 't')));
      each.headers().add(ChangeHeaders.SHAPE, shapeId).add(ChangeHeaders.TRUNCATE, bytes("" + lsn));
      producer.send(each);
    }
    producer.commitTransaction();
  }

  /** The offsets a group has committed, -1 where it has none, in the order of the partitions. */
  List<Long> committed(String group) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return IntStream.range(0, partitions)
        .mapToObj(partition -> offsets.get(new TopicPartition(topic, partition)))
        .map(offset -> offset == null ? -1 : offset.offset())
        .toList();
  }

  /** One transaction of rows inserted: their ids, from and to, and their values. */
  void insert(int from, int to, Row row) {
    for (int start = from; start < to; start += EVENTS_A_TRANSACTION) {
      producer.beginTransaction();
      for (int id = start; id < Math.min(to, start + EVENTS_A_TRANSACTION); id++) {
        send(id, "null", row.json(id), 'c');
      }
      producer.commitTransaction();
    }
  }

  void change(int id, String before, String after, char op) {
    producer.beginTransaction();
    send(id, before, after, op);
    producer.commitTransaction();
  }

  /** An update some of whose values could not be had. */
  void incomplete(int id, String after, String column) {
    producer.beginTransaction();
    send(id, "null", after, 'u', ChangeHeaders.UNAVAILABLE, "[\"" + column + "\"]");
    producer.commitTransaction();
  }

  /** Takes the group's commits back, as if the consumer had died before each. */
  void forgetCommits(String group) throws Exception {
    admin.deleteConsumerGroups(List.of(group)).all().get();
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }

  /** The event of a row inserted, to be put by {@link #put}. */
  ProducerRecord<byte[], byte[]> inserted(int id, String row) {
    return record(id, "null", row, 'c');
  }

  /** One transaction of records as they are. */
  List<RecordMetadata> put(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(each -> sent.add(producer.send(each)));
    producer.commitTransaction();
    List<RecordMetadata> places = new ArrayList<>();
    for (Future<RecordMetadata> each : sent) {
      places.add(each.get());
    }
    return places;
  }

  private ProducerRecord<byte[], byte[]> record(int id, String before, String after, char op) {
    lsn += 100;
    ProducerRecord<byte[], byte[]> each =
        new ProducerRecord<>(topic, bytes("{\"id\":" + id + "}"), bytes(event(before, after, op)));
    Optional.ofNullable(shapeId).ifPresent(s -> each.headers().add(ChangeHeaders.SHAPE, s));
    return each;
  }

  private void send(int id, String before, String after, char op, String... header) {
    ProducerRecord<byte[], byte[]> each = record(id, before, after, op);
    if (header.length > 0) {
      each.headers().add(header[0], header[1].getBytes(StandardCharsets.UTF_8));
    }
    producer.send(each);
  }

  private String event(String before, String after, char op) {
    long micros = System.currentTimeMillis() * 1000;
    return "{\"before\":%s,\"after\":%s,\"source\":{\"version\":\"3.2.1.Final\",\"connector\":\"postgresql\",\"name\":\"postgres-server\",\"ts_ms\":%d,\"snapshot\":\"false\",\"db\":\"shop\",\"sequence\":\"[\\\"%d\\\",\\\"%d\\\"]\",\"ts_us\":%d,\"ts_ns\":%d,\"schema\":\"inventory\",\"table\":\"orders\",\"txId\":555,\"lsn\":%d,\"xmin\":null},\"op\":\"%s\",\"ts_ms\":%d,\"ts_us\":%d,\"ts_ns\":%d}"
        .formatted(
            before,
            after,
            micros / 1000,
            lsn,
            lsn,
            micros,
            micros * 1000,
            lsn,
            op,
            micros / 1000,
            micros,
            micros * 1000);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A row as JSON. */
  interface Row {
    String json(int id);
  }
}
