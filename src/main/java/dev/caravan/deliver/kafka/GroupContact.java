package dev.caravan.deliver.kafka;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;

/**
 * Whether the group may have given the partitions to another consumer without this one knowing: it
 * does so with a consumer it has heard nothing of for the session's length, and one that is cut off
 * or was frozen learns that only later. What it would insert meanwhile the new owner inserts, too.
 *
 * <p>The last heartbeat that was answered tells when the group heard of us at least: it was sent
 * after the look before the answer, less the time the answer took. To be looked at by the thread
 * that polls; any may ask.
 */
final class GroupContact {

  private static final String GROUP = "consumer-coordinator-metrics";
  private static final double NANOS_A_MILLI = 1e6;

  private final Metric answers;
  private final Metric slowest;
  private final long limit;
  private volatile long heardAt;
  private double answered;
  private long lookedAt;

  /**
   * @param limit how long after the last contact the partitions are still surely ours
   */
  GroupContact(Consumer<?, ?> consumer, Duration limit) {
    this(
        metric(consumer, "heartbeat-total"),
        metric(consumer, "heartbeat-response-time-max"),
        limit);
  }

  /**
   * @param answers heartbeats answered so far
   * @param slowest the longest time in milliseconds the latest ones took; NaN when there are none
   */
  GroupContact(Metric answers, Metric slowest, Duration limit) {
    this.answers = answers;
    this.slowest = slowest;
    this.limit = limit.toNanos();
    this.lookedAt = System.nanoTime();
    this.heardAt = lookedAt;
  }

  /**
   * The session but for a part of it, a heartbeat's interval at least: that is for an insert to get
   * to ClickHouse, where the new owner sees it and waits for its end.
   */
  static Duration limit(Properties consumer) {
    int session = number(consumer, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    int heartbeat = number(consumer, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    return Duration.ofMillis(session - Math.min(Math.max(heartbeat, session / 4), session / 3));
  }

  /** To be called before each poll. */
  void look() {
    long before = lookedAt;
    lookedAt = System.nanoTime();
    double now = value(answers);
    if (now != answered) {
      answered = now;
      double took = value(slowest);
      if (!Double.isNaN(took)) {
        long sent = before - (long) (took * NANOS_A_MILLI);
        heardAt = sent - heardAt > 0 ? sent : heardAt;
      }
    }
  }

  /** The group has given us partitions, in a poll since the last look. */
  void joined() {
    heardAt = lookedAt - heardAt > 0 ? lookedAt : heardAt;
  }

  /** Whether others may have the partitions by now. */
  boolean isLost() {
    return System.nanoTime() - heardAt > limit;
  }

  private static double value(Metric metric) {
    return ((Number) metric.metricValue()).doubleValue();
  }

  private static Metric metric(Consumer<?, ?> consumer, String name) {
    return consumer.metrics().values().stream()
        .filter(each -> each.metricName().group().equals(GROUP))
        .filter(each -> each.metricName().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException("Kafka's consumer has no metric " + GROUP + ' ' + name));
  }

  private static int number(Properties properties, String key) {
    return Integer.parseInt(String.valueOf(properties.get(key)));
  }
}
