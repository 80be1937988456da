package dev.caravan.signal;

import dev.caravan.KafkaRemedy;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the topic of signals from its beginning and goes on reading, on one thread. When Kafka
 * cannot be read it begins anew; what was told before holds until it has come to the end again, so
 * that nobody sees earlier signals come back.
 */
final class SignalReader implements Runnable {

  private static final Logger LOG = Logger.getLogger(SignalReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 8_000;

  private final SignalTopic topic;
  private final TopicPartition partition;
  private final ObjLongConsumer<Signals> told;
  private final Map<String, Signal> latest = new HashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private String lastError;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * @param told is told what is asked, and the offset before which everything is known, whenever
   *     all there is has been read
   */
  SignalReader(SignalTopic topic, ObjLongConsumer<Signals> told) {
    this.topic = topic;
    this.partition = new TopicPartition(topic.name(), 0);
    this.told = told;
  }

  /** Ends the thread soon. */
  void stop() {
    stopping = true;
    stopped.countDown();
    KafkaConsumer<byte[], byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        topic.ensure();
        read();
      } catch (WakeupException e) {
        LOG.debug("Woken up to stop reading signals");
      } catch (InterruptException e) {
        stopping = true;
      } catch (RuntimeException | Error e) {
        // Errors too: a thread that ended silently would look like nobody asking for anything.
        failed(e);
        pause();
      }
    }
  }

  private void read() {
    latest.clear();
    try (KafkaConsumer<byte[], byte[]> opened =
        new KafkaConsumer<>(
            properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer = opened;
      opened.assign(List.of(partition));
      opened.seekToBeginning(List.of(partition));
      long end = opened.endOffsets(List.of(partition), SignalTopic.PATIENCE).get(partition);
      boolean isComplete = false;
      while (!stopping) {
        long position = opened.position(partition, SignalTopic.PATIENCE);
        boolean wasComplete = isComplete;
        isComplete = position >= end;
        if (isComplete && !wasComplete) {
          recovered();
          told.accept(new Signals(latest), position);
        }
        ConsumerRecords<byte[], byte[]> polled = opened.poll(POLL);
        polled.forEach(this::take);
        if (isComplete && !polled.isEmpty()) {
          told.accept(new Signals(latest), opened.position(partition, SignalTopic.PATIENCE));
        }
      }
    } finally {
      consumer = null;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      latest.remove(key);
      return;
    }
    try {
      Signal signal = Signal.read(record.value());
      if (signal != null && Signals.isWhole(signal) && signal.key().equals(key)) {
        latest.put(key, signal);
        return;
      }
    } catch (UncheckedIOException e) {
      LOG.debugf(e, "No signal at offset %d of %s", record.offset(), topic.name());
    }
    LOG.warnf(
        "What stands at offset %d of %s under the key '%s' is no signal this version knows; it is passed over",
        record.offset(), topic.name(), key);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = topic.properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A topic that was made anew is read from its beginning, by a map that is made anew.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) SignalTopic.PATIENCE.toMillis());
    return properties;
  }

  private void failed(Throwable error) {
    String text = error.getMessage() + KafkaRemedy.of(error);
    if (!text.equals(lastError)) {
      lastError = text;
      LOG.warnf("%s can't be read, what was asked before holds: %s", topic.name(), text);
    }
  }

  private void recovered() {
    pauseMillis = FIRST_PAUSE_MILLIS;
    if (lastError != null) {
      lastError = null;
      LOG.infof("%s can be read again", topic.name());
    }
  }

  private void pause() {
    try {
      stopped.await(pauseMillis, TimeUnit.MILLISECONDS);
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }
}
