package dev.caravan.deliver.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliveryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitBatchTest {

  private static final String PAID = row("paid", "12.50", "1.0");
  private static final String DRAFT = row("draft", "0.10", "-0.0");

  private DefaultCamelContext camel;

  @BeforeEach
  void start() {
    camel = new DefaultCamelContext();
    BatchAggregation.register(camel);
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void leavesOutWhatAFilterDoesNotMatch() throws Exception {
    // Given
    route("- filter: {simple: \"${body[after][status]} != 'draft'\", steps: [{log: matched}]}");

    // When
    ChangeBatch after = send(batch(PAID, DRAFT, PAID));

    // Then
    assertThat(offsets(after)).containsExactly(0L, 2L);
    assertThat(after.asksToPrepare()).isFalse();
  }

  @Test
  void keepsTheVeryBytesOfWhatNoStepChanged() throws Exception {
    // Given
    route("- filter: {simple: \"${body[after][ratio]} < 2 || true\", steps: [{log: \"${body}\"}]}");
    ChangeBatch batch = batch(PAID, DRAFT);

    // When
    ChangeBatch after = send(batch);

    // Then
    assertThat(after.records().get(0).value()).isSameAs(batch.records().get(0).value());
    assertThat(after.records().get(1)).isSameAs(batch.records().get(1));
  }

  @Test
  void takesTheBodyThatStepsChangedAsTheEventsValue() throws Exception {
    // Given
    route("- script: {simple: \"${body[after].put('note', 'seen')}\"}");

    // When
    ChangeBatch after = send(batch(DRAFT));

    // Then
    assertThat(text(after.records().get(0)))
        .isEqualTo(DRAFT.replace("\"ratio\":-0.0}", "\"ratio\":-0.0,\"note\":\"seen\"}"));
    assertThat(after.records().get(0).offset()).isZero();
    assertThat(after.read().get(0).value()).isEqualTo(bytes(DRAFT));
  }

  @Test
  void keepsEveryDigitOfNumbersItWritesAgain() throws Exception {
    // Given
    route("- script: {simple: \"${body[after].put('note', 'x')}\"}");
    String event =
        """
        {"before":null,"after":{"a":9223372036854775807,"b":12345678901234567890123,"c":1.10,"d":1E-7},"source":{"lsn":1},"op":"c"}
        """
            .strip();

    // When
    ChangeBatch after = send(batch(event));

    // Then
    assertThat(text(after.records().get(0)))
        .contains("9223372036854775807", "12345678901234567890123", "\"c\":1.10", "\"d\":1E-7");
  }

  @Test
  void takesJsonText() throws Exception {
    // Given
    route("- setBody: {constant: '{\"after\":{\"id\":7},\"source\":{\"lsn\":1},\"op\":\"c\"}'}");

    // When
    ChangeBatch after = send(batch(PAID));

    // Then
    assertThat(text(after.records().get(0)))
        .isEqualTo("{\"after\":{\"id\":7},\"source\":{\"lsn\":1},\"op\":\"c\"}");
  }

  @Test
  void leavesOutWhereTheRouteStopsOrAStepSaysSo() throws Exception {
    // Given
    route(
        """
        - choice:
            when:
              - simple: "${header.offset} == 0"
                steps: [{stop: {}}]
              - simple: "${header.offset} == 1"
                steps: [{setHeader: {name: leaveOut, constant: "true"}}]
        """);

    // When
    ChangeBatch after = send(batch(PAID, PAID, PAID));

    // Then
    assertThat(offsets(after)).containsExactly(2L);
  }

  @Test
  void tellsWhereAnEventComesFrom() throws Exception {
    // Given
    route(
        "- script: {simple: \"${body[after].put('note',"
            + " '${header.op} ${header.topic} ${header.partition} ${header.offset} ${header.key}')}\"}");

    // When
    ChangeBatch after = send(batch(PAID));

    // Then
    assertThat(text(after.records().get(0))).contains("\"note\":\"c t 0 0 {\\\"id\\\":1}\"");
  }

  @Test
  void letsDeletesPassAConditionOnTheRowAfter() throws Exception {
    // Given
    route("- filter: {simple: \"${body[after][status]} != 'draft'\", steps: [{log: matched}]}");
    String delete = "{\"before\":{\"id\":1},\"after\":null,\"source\":{\"lsn\":1},\"op\":\"d\"}";

    // When
    ChangeBatch batch = batch(delete);
    ChangeBatch after = send(batch);

    // Then
    assertThat(after.records()).isEqualTo(batch.records());
  }

  @Test
  void hasTruncatesAndWhatIsNoEventGoPastTheSteps() throws Exception {
    // Given
    route("- stop: {}");
    ConsumerRecord<byte[], byte[]> truncate = record(2, "{\"source\":{\"lsn\":5},\"op\":\"t\"}");
    truncate.headers().add(ChangeHeaders.TRUNCATE, bytes("5"));
    ConsumerRecord<byte[], byte[]> tombstone = new ConsumerRecord<>("t", 0, 3, bytes("k"), null);

    // When
    ChangeBatch after =
        send(batchOf(List.of(record(0, PAID), record(1, "{\"op\":"), truncate, tombstone)));

    // Then
    assertThat(offsets(after)).containsExactly(1L, 2L, 3L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "streaming: true", "parallelProcessing: true", "stopOnException: true"})
  void failsTheWholeBatchWhenAStepFails(String option) throws Exception {
    // Given
    route(
        option,
        """
        - choice:
            when:
              - simple: "${header.offset} == 1"
                steps: [{throwException: {exceptionType: java.lang.IllegalStateException, message: no}}]
        """);

    // When, Then
    assertThatThrownBy(() -> send(batch(PAID, PAID, PAID)))
        .isInstanceOf(DeliveryException.class)
        .hasMessage("the event at offset 1 of t partition 0: a step failed: no");
  }

  @Test
  void failsTheBatchAlsoWhenAnErrorHandlerCallsItHandled() throws Exception {
    // Given
    load(
        """
        - onException:
            exception: [java.lang.IllegalStateException]
            handled: {constant: "true"}
            steps: [{log: handled}]
        """,
        routeText(
            "", "- throwException: {exceptionType: java.lang.IllegalStateException, message: no}"));

    // When, Then
    assertThatThrownBy(() -> send(batch(PAID))).hasMessageContaining("a step failed: no");
  }

  @Test
  void doesNotLetASplitEndEarlyWithoutAWord() throws Exception {
    // Given
    route("stopOnException: true", "- filter: {simple: \"${header.offset} != 0\"}\n- stop: {}");

    // When, Then
    assertThatThrownBy(() -> send(batch(PAID, PAID, PAID)))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("stopOnException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"setBody: {simple: \"${body[after]}\"}", "setBody: {constant: done}"})
  void refusesABodyThatIsNoEvent(String step) throws Exception {
    // Given
    route("- " + step);

    // When, Then
    assertThatThrownBy(() -> send(batch(PAID)))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("the event at offset 0 of t partition 0: the steps left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"streaming: true", "parallelProcessing: true"})
  void keepsTheOrderOfABatchOfThousands(String option) throws Exception {
    // Given
    route(option, "- filter: {simple: \"${body[after][status]} != 'draft'\", steps: [{log: x}]}");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int offset = 0; offset < 3000; offset++) {
      records.add(record(offset, offset % 3 == 0 ? DRAFT : PAID));
    }

    // When
    ChangeBatch after = send(batchOf(records));

    // Then
    assertThat(offsets(after)).hasSize(2000).isSorted();
  }

  @Test
  void leavesOutWhatAnyOfSeveralFiltersDoesNotMatch() throws Exception {
    // Given
    route(
        """
        - filter: {simple: "${header.offset} != 0", steps: [{log: a}]}
        - filter:
            simple: "${header.offset} != 1"
            steps:
              - filter: {simple: "${header.offset} != 2", steps: [{log: b}]}
        """);

    // When
    ChangeBatch after = send(batch(PAID, PAID, PAID, PAID));

    // Then
    assertThat(offsets(after)).containsExactly(3L);
  }

  @Test
  void leavesAFilterAloneThatNamesItsOwnStatusProperty() throws Exception {
    // Given
    route(
        "- filter: {simple: \"${header.offset} == 0\", statusPropertyName: first, steps: [{log: a}]}");

    // When
    ChangeBatch after = send(batch(PAID, PAID));

    // Then
    assertThat(offsets(after)).containsExactly(0L, 1L);
  }

  @Test
  void leavesAnEmptyBatchAsItIs() throws Exception {
    // Given
    route("- stop: {}");

    // When
    ChangeBatch after = send(batchOf(List.of()));

    // Then
    assertThat(after.asksToPrepare()).isTrue();
  }

  private void route(String steps) throws Exception {
    route("", steps);
  }

  private void route(String option, String steps) throws Exception {
    load(routeText(option, steps));
  }

  private void load(String... files) throws Exception {
    for (String each : files) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromString(each.hashCode() + ".camel.yaml", each));
    }
  }

  private static String routeText(String option, String steps) {
    return """
        - route:
            id: split
            from:
              uri: direct:in
              steps:
                - split:
                    simple: "${body}"
                    aggregationStrategy: changes
        %s
                    steps:
        %s
        """
        .formatted(option.indent(12).stripTrailing(), steps.indent(14).stripTrailing());
  }

  private ChangeBatch send(ChangeBatch batch) throws Exception {
    Exchange exchange =
        camel.createProducerTemplate().request("direct:in", e -> e.getMessage().setBody(batch));
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    assertThat(exchange.getMessage().getHeaders()).isEmpty();
    return (ChangeBatch) exchange.getMessage().getBody();
  }

  private static ChangeBatch batch(String... events) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String each : events) {
      records.add(record(records.size(), each));
    }
    return batchOf(records);
  }

  private static ChangeBatch batchOf(List<ConsumerRecord<byte[], byte[]>> records) {
    return new ChangeBatch(1, Set.of(new TopicPartition("t", 0)), records, Map.of(), () -> false);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String event) {
    return new ConsumerRecord<>("t", 0, offset, bytes("{\"id\":1}"), bytes(event));
  }

  private static List<Long> offsets(ChangeBatch batch) {
    return batch.records().stream().map(ConsumerRecord::offset).toList();
  }

  private static String row(String status, String total, String ratio) {
    return "{\"before\":null,\"after\":{\"id\":1,\"status\":\"%s\",\"total\":\"%s\",\"ratio\":%s},\"source\":{\"lsn\":1000},\"op\":\"c\"}"
        .formatted(status, total, ratio);
  }

  private static String text(ConsumerRecord<byte[], byte[]> each) {
    return new String(each.value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
