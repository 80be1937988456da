package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

class ConsumerSettingsTest {

  /** Else a deliverer stands still for a minute after a heartbeat that took long. */
  @Test
  void heartbeatsAreMeasuredOverNoMoreThanTwoOfThem() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      // Given
      camel.addComponent("kafka", KafkaComponents.withFreshness("250ms"));
      BatchKafkaEndpoint endpoint = camel.getEndpoint("kafka:p.s.t", BatchKafkaEndpoint.class);

      // When
      Properties properties = ConsumerSettings.of(endpoint, "group");

      // Then
      ConsumerConfig read = new ConsumerConfig(properties);
      assertThat(read.getLong(ConsumerConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG))
          .isEqualTo(read.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG).longValue());
      assertThat(read.getInt(ConsumerConfig.METRICS_NUM_SAMPLES_CONFIG)).isEqualTo(2);
    }
  }
}
