package dev.caravan.deliver.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;

/** What a consumer subscribes to: topics by name, or those whose names match a pattern. */
record Subscription(List<String> topics, Pattern pattern) {

  static Subscription of(KafkaConfiguration options) {
    String topic = options.getTopic();
    return options.isTopicIsPattern()
        ? new Subscription(List.of(), Pattern.compile(topic))
        : new Subscription(Arrays.stream(topic.split(",")).map(String::trim).toList(), null);
  }

  void start(Consumer<?, ?> consumer, ConsumerRebalanceListener listener) {
    if (pattern == null) {
      consumer.subscribe(topics, listener);
    } else {
      consumer.subscribe(pattern, listener);
    }
  }

  @Override
  public String toString() {
    return pattern == null ? String.join(",", topics) : pattern.pattern();
  }
}
