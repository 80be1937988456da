package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters go back into their topic once, whoever asks how often. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class ReplayIT {

  private static final TableName ORDERS = new TableName("inventory", "Order Details");
  private static final String LETTERS = "/dead-letters/inventory/Order%20Details";
  private static final int PARTITIONS = 3;
  private static final int LETTERS_A_PARTITION = 1_000;
  private static final int ALL = PARTITIONS * LETTERS_A_PARTITION;

  @Test
  void eachLetterIsReplayedOnceWhoeverAsksHowOften(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ReplayIT.class)) {
      // Given two processes that need not deliver
      pipeline.sql("CREATE TABLE inventory.\"Order Details\" (id int PRIMARY KEY)");
      Topics topics = new Topics(pipeline.topicPrefix());
      Application one = pipeline.start(pipeline.application().set("caravan.role", "capture"));
      Application two = pipeline.start(pipeline.application().set("caravan.role", "deliver"));
      one.awaitReady(Duration.ofSeconds(60));
      two.awaitReady(Duration.ofSeconds(60));
      ControlClient control = ControlClient.of(one);
      assertThat(control.get("/dead-letters").body().path("tables")).isEmpty();
      assertThat(control.get(LETTERS).body().path("letters")).isEmpty();
      assertThat(control.post(LETTERS + "/replay").body().path("replayed").asInt(-1)).isZero();
      write(sandbox, topics);

      // Then they can be counted and read page by page
      assertThat(counts(control)).containsExactly(ALL, 0, 0);
      assertThat(ids(control)).hasSize(ALL);
      refusesWhatIsWrong(control);

      // When some are discarded and one is corrected
      JsonNode discarded =
          control
              .post(
                  LETTERS + "/discard",
                  "{\"letters\":[{\"id\":\"0/10\"},{\"id\":\"1/10\"},{\"id\":\"1/11\"}]}")
              .body();
      assertThat(discarded).hasToString("{\"discarded\":2,\"skipped\":0,\"unknown\":[\"1/11\"]}");
      JsonNode corrected =
          control
              .post(
                  LETTERS + "/replay",
                  "{\"letters\":[{\"id\":\"2/20\",\"value\":{\"amount\":1.10}},{\"id\":\"0/10\"}]}")
              .body();
      assertThat(corrected).hasToString("{\"replayed\":1,\"skipped\":1,\"unknown\":[]}");
      // And one that replays all dies amid it, and others do so at once
      dieAmidAReplay(pipeline, two, topics);
      replayAtOnce(control);

      // Then a further time finds nothing to do
      assertThat(control.post(LETTERS + "/replay").body())
          .hasToString("{\"replayed\":0,\"skipped\":" + ALL + ",\"unknown\":[]}");
      assertThat(counts(control)).containsExactly(0, ALL - 2, 2);
      eachStandsOnceInItsPartition(pipeline, topics);

      // And when Kafka does not answer, that is said, and soon
      sandbox.kafka().pause();
      try {
        long start = System.nanoTime();
        ControlClient.Answer answer = control.get("/dead-letters");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).contains("caravan.kafka.bootstrap-servers");
      } finally {
        sandbox.kafka().resume();
      }
    }
  }

  private static void write(Sandbox sandbox, Topics topics) {
    try (HandwrittenLetters letters =
        new HandwrittenLetters(sandbox.kafka().bootstrapServers(), topics, ORDERS, PARTITIONS)) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        letters.writeForeign(partition);
        for (int i = 0; i < LETTERS_A_PARTITION; i++) {
          letters.write(partition, 10L * i, "{\"letter\":\"%d/%d\"}".formatted(partition, 10 * i));
        }
      }
    }
  }

  private static List<Integer> counts(ControlClient control) {
    JsonNode tables = control.get("/dead-letters").body().path("tables");
    assertThat(tables).hasSize(1);
    assertThat(tables.get(0).path("table").asText()).isEqualTo(ORDERS.toString());
    return Stream.of("waiting", "replayed", "discarded")
        .map(state -> tables.get(0).path(state).asInt())
        .toList();
  }

  private static Set<String> ids(ControlClient control) {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = control.get(LETTERS + "?limit=1000" + next).body();
      page.path("letters").forEach(letter -> ids.add(letter.path("id").asText()));
      next = page.path("next").isNull() ? null : "&after=" + page.path("next").asText();
    } while (next != null);
    assertThat(ids).doesNotHaveDuplicates();
    JsonNode letter = control.get(LETTERS + "?limit=1&after=1/200").body().at("/letters/0");
    assertThat(letter.path("id").asText()).isEqualTo("1/210");
    assertThat(letter.path("state").asText()).isEqualTo("waiting");
    assertThat(letter.path("reason").asText()).isEqualTo("it was asked for");
    assertThat(letter.path("key").asText()).isEqualTo("{\"id\":210}");
    assertThat(letter.path("value").asText()).isEqualTo("{\"letter\":\"1/210\"}");
    assertThat(control.get(LETTERS + "/1/210/value").text()).isEqualTo("{\"letter\":\"1/210\"}");
    return new HashSet<>(ids);
  }

  private static void refusesWhatIsWrong(ControlClient control) {
    assertRefused(
        control.get("/dead-letters/inventory/orders"), 404, "inventory.orders", ORDERS.toString());
    assertRefused(control.post("/dead-letters/x/y/replay"), 404, ORDERS.toString());
    assertRefused(control.get(LETTERS + "?after=0/11"), 400, "no letter 0/11");
    assertRefused(control.get(LETTERS + "?after=7"), 400, "<partition>/<offset>");
    assertRefused(control.get(LETTERS + "?limit=5000"), 400, "1 to 1000");
    assertRefused(control.get(LETTERS + "?state=lost"), 400, "waiting, replayed or discarded");
    assertRefused(control.get(LETTERS + "/0/11/value"), 404, "0/11");
    assertRefused(control.post(LETTERS + "/replay", "{\"leters\":[]}"), 400, "'letters'");
    assertRefused(
        control.post(LETTERS + "/replay", "{\"letters\":[{\"id\":\"0/10\",\"value\":7}]}"),
        400,
        "no JSON object");
    assertThat(counts(control)).containsExactly(ALL, 0, 0);
  }

  private static void assertRefused(ControlClient.Answer answer, int status, String... words) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.error()).as(answer.text()).contains(words);
  }

  private static void dieAmidAReplay(
      IsolatedPipeline pipeline, Application application, Topics topics) {
    long before = pipeline.kafka().end(topics.changes(ORDERS));
    CompletableFuture<ControlClient.Answer> answer =
        CompletableFuture.supplyAsync(
            () -> ControlClient.of(application).post(LETTERS + "/replay"));
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> pipeline.kafka().end(topics.changes(ORDERS)) > before);
    application.kill();
    assertThatThrownBy(answer::join).hasRootCauseInstanceOf(IOException.class);
  }

  /** Some are told that another one is at it. */
  private static void replayAtOnce(ControlClient control) {
    List<CompletableFuture<ControlClient.Answer>> answers =
        Stream.of(1, 2, 3, 4)
            .map(any -> CompletableFuture.supplyAsync(() -> control.post(LETTERS + "/replay")))
            .toList();
    for (CompletableFuture<ControlClient.Answer> each : answers) {
      ControlClient.Answer answer = each.join();
      assertThat(answer.status()).as(answer.text()).isIn(200, 409);
      if (answer.status() == 409) {
        assertThat(answer.error()).contains("another request for");
      }
    }
    assertThat(answers).anySatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
  }

  private static void eachStandsOnceInItsPartition(IsolatedPipeline pipeline, Topics topics) {
    Map<String, String> replayed = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> event : pipeline.kafka().records(topics.changes(ORDERS))) {
      String id = text(event.headers().lastHeader(ChangeHeaders.REPLAYED).value());
      assertThat(id).startsWith(event.partition() + "/");
      assertThat(text(event.key())).isEqualTo("{\"id\":" + id.substring(2) + "}");
      assertThat(event.headers())
          .extracting(Header::key)
          .containsExactly("somebody", "caravan.replayed");
      assertThat(replayed.put(id, text(event.value()))).as(id).isNull();
    }
    assertThat(replayed).hasSize(ALL - 2).doesNotContainKeys("0/10", "1/10");
    assertThat(replayed.remove("2/20")).isEqualTo("{\"amount\":1.10}");
    replayed.forEach((id, value) -> assertThat(value).isEqualTo("{\"letter\":\"" + id + "\"}"));
    assertThat(pipeline.kafka().records(topics.deadLetterMarks())).hasSize(ALL);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
