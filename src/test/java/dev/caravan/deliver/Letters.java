package dev.caravan.deliver;

import dev.caravan.change.LetterHeaders;
import dev.caravan.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of a dead-letter topic, and of those beside it. */
final class Letters {

  private final Sandbox sandbox;
  private final String topic;

  Letters(Sandbox sandbox, String changes) {
    this.sandbox = sandbox;
    this.topic = changes + ".dlq";
  }

  List<ConsumerRecord<byte[], byte[]>> all() {
    return records(topic);
  }

  /** All of another topic; none where it does not exist. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            sandbox.kafka().bootstrapServers(),
            "isolation.level",
            "read_committed",
            "allow.auto.create.topics",
            false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().getOrDefault(topic, List.of()).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** Where each of them lay, {@code 2/1742}, in order. */
  List<String> ids() {
    return all().stream().map(Letters::id).sorted().toList();
  }

  static String id(ConsumerRecord<byte[], byte[]> letter) {
    return header(letter, LetterHeaders.PARTITION) + "/" + header(letter, LetterHeaders.OFFSET);
  }

  static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
