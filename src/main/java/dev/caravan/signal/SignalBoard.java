package dev.caravan.signal;

import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Where signals are put and seen by every process: a thread reads {@code <prefix>.signals} and
 * keeps the last signal of each key. It creates the topic when it is missing, and lives through
 * Kafka being away, while what was known before holds. For any number of threads.
 */
public final class SignalBoard implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SignalBoard.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final SignalTopic topic;
  private final SignalReader reader;
  private final Thread thread;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Object change = new Object();
  private KafkaProducer<byte[], byte[]> producer;
  private volatile Signals current = Signals.NONE;
  private volatile long version;
  private volatile long known = -1;

  /** Begins to read. Returns at once, whether Kafka is there or not. */
  public SignalBoard(KafkaConfig kafka, Topics topics) {
    this(kafka, topics, Optional.empty());
  }

  /**
   * @param replicas copies Kafka keeps of the topic; the brokers' default when absent
   */
  public SignalBoard(KafkaConfig kafka, Topics topics, Optional<Short> replicas) {
    topic = new SignalTopic(kafka, topics.signals(), replicas);
    reader = new SignalReader(topic, this::told);
    thread = new Thread(reader, "caravan-signals");
    thread.setDaemon(true);
    thread.start();
  }

  /** What is asked as far as this process knows; nothing until it {@link #isLoaded}. */
  public Signals current() {
    return current;
  }

  /**
   * What is asked, with all that anybody asked for before this call.
   *
   * @throws KafkaException when Kafka does not tell
   */
  public Signals now() {
    topic.ensure();
    if (!awaitKnown(topic.end(), SignalTopic.PATIENCE)) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          topic.name() + " could not be read to its end in time");
    }
    return current;
  }

  /** Grows whenever what is asked has changed. */
  public long version() {
    return version;
  }

  /** Whether everything has been read that was asked before this process began. */
  public boolean isLoaded() {
    return known >= 0;
  }

  /**
   * Waits until it is loaded.
   *
   * @return whether it is; false when the time is over
   */
  public boolean awaitLoaded(Duration limit) {
    return awaitKnown(0, limit);
  }

  /**
   * Has a listener called whenever what is asked has changed, and when it was read for the first
   * time. It is called by the thread that reads, so it must not take long; and it is not called for
   * what is known already.
   */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Takes a listener out. */
  public void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /**
   * Asks for something, and returns when Kafka has it on every copy and, unless Kafka cannot be
   * read just then, this board shows it.
   *
   * @throws KafkaException when Kafka does not answer or refuses; it may have it even so, and
   *     asking again does no harm
   */
  public void send(Signal signal) {
    long offset = put(signal);
    if (Thread.currentThread() != thread) {
      awaitKnown(offset + 1, SignalTopic.PATIENCE);
    }
  }

  private long put(Signal signal) {
    try {
      return producer()
          .send(new ProducerRecord<>(topic.name(), 0, signal.keyBytes(), signal.toBytes()))
          .get(3 * SignalTopic.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .offset();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("Kafka did not answer in time", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      topic.ensure();
      int patience = (int) SignalTopic.PATIENCE.toMillis();
      Map<String, Object> properties = topic.properties();
      properties.put(ProducerConfig.ACKS_CONFIG, "all");
      properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
      properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
      properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * patience);
      producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  private void told(Signals signals, long offset) {
    boolean isFirst = known < 0;
    boolean isNew = !signals.equals(current);
    synchronized (change) {
      if (isNew) {
        current = signals;
        version++;
      }
      known = offset;
      change.notifyAll();
    }
    if (isFirst || isNew) {
      listeners.forEach(SignalBoard::call);
    }
  }

  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("Somebody who was told of a signal failed", e);
    }
  }

  private boolean awaitKnown(long offset, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (change) {
      while (known < offset) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        try {
          change.wait(left);
        } catch (InterruptedException e) {
          throw new InterruptException(e);
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    // No interrupt: Kafka's client would tell it as an error.
    reader.stop();
    synchronized (this) {
      if (producer != null) {
        producer.close(CLOSE_WAIT);
      }
    }
  }
}
