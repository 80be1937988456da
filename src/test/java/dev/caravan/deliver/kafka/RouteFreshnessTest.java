package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteFreshnessTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void addComponent() {
    camel.addComponent("kafka", KafkaComponents.withFreshness("250ms"));
  }

  @AfterEach
  void close() throws Exception {
    camel.close();
  }

  @Test
  void isThatOfAllUnlessTheRouteSaysOtherwise() {
    assertThat(endpoint("kafka:p.s.t").freshness()).hasMillis(250);
    assertThat(endpoint("kafka:p.s.t?freshness=10s").freshness()).hasSeconds(10);
    assertThat(endpoint("kafka:p.s.u?freshness=500ms&consumersCount=2").freshness()).hasMillis(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "9ms", "-1s", "1x"})
  void refusesWhatIsNone(String value) {
    assertThatThrownBy(() -> endpoint("kafka:p.s.t?freshness=" + value))
        .isInstanceOf(ResolveEndpointFailedException.class)
        .hasStackTraceContaining(
            "sets freshness to '" + value + "'; expected a time of 10 ms or more, such as 500ms");
  }

  private BatchKafkaEndpoint endpoint(String uri) {
    return camel.getEndpoint(uri, BatchKafkaEndpoint.class);
  }
}
