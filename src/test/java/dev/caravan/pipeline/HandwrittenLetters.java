package dev.caravan.pipeline;

import dev.caravan.change.LetterHeaders;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Dead letters of a table in which nothing was refused. */
final class HandwrittenLetters implements AutoCloseable {

  private final String events;
  private final String letters;
  private final KafkaProducer<byte[], byte[]> producer;

  HandwrittenLetters(String bootstrapServers, Topics topics, TableName table, int partitions) {
    events = topics.changes(table);
    letters = topics.deadLetters(table);
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(kafka)) {
      admin.createTopics(List.of(new NewTopic(letters, partitions, (short) 1))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A letter whose event would stand at the offset of the partition. */
  void write(int partition, long offset, String value) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(letters, partition, bytes("{\"id\":" + offset + "}"), bytes(value));
    letter
        .headers()
        .add("somebody", bytes("else's"))
        .add(LetterHeaders.REASON, bytes("it was asked for"))
        .add(LetterHeaders.EXCEPTION, bytes("java.lang.IllegalStateException"))
        .add(LetterHeaders.TOPIC, bytes(events))
        .add(LetterHeaders.PARTITION, bytes("" + partition))
        .add(LetterHeaders.OFFSET, bytes("" + offset))
        .add(LetterHeaders.TIMESTAMP, bytes("1795443642606"))
        .add(LetterHeaders.AT, bytes("2026-11-23T14:18:51.814Z"))
        .add(LetterHeaders.ROUTE, bytes("orders"));
    producer.send(letter);
  }

  /** A record that is no letter. */
  void writeForeign(int partition) {
    producer.send(new ProducerRecord<>(letters, partition, null, bytes("not a letter")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns when Kafka has all of them. */
  @Override
  public void close() {
    producer.close();
  }
}
