package dev.caravan.deliver;

import static dev.caravan.deliver.DeliveredTable.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.Column;
import dev.caravan.change.LetterHeaders;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.deliver.RouteDelivery.Status;
import dev.caravan.pipeline.ControlClient;
import dev.caravan.sandbox.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that cannot land, among those that can. */
class DeadLetterIT {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", "int4", null, null, false, "int32"),
          new Column("name", "text", null, null, true, "string"),
          new Column("total", "numeric", 10, 2, true, "string"));
  private static final Shape SHAPE = new Shape(DeliveredTable.SOURCE, COLUMNS, List.of("id"));

  private static final String LETTERS = "/dead-letters/inventory/orders";

  private DeliveredTable table;
  private Letters letters;

  @BeforeEach
  void start() throws Exception {
    table = new DeliveredTable();
    letters = new Letters(table.sandbox, table.log.topic);
    table.log.announce(SHAPE);
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @Test
  void everyGoodAndMendedRowLandsAndEveryBadOneIsDeadOnceThoughTheDelivererIsKilled()
      throws Exception {
    // Given
    int rows = 50_000;
    Application application = application();
    table.awaitAnswer("EXISTS $_final", "1");
    table.countInserts();

    // When
    Map<String, ProducerRecord<byte[], byte[]>> bad = new HashMap<>();
    Random random = new Random(7);
    List<ProducerRecord<byte[], byte[]>> batch = new ArrayList<>();
    int kind = 0;
    int kills = 0;
    for (int id = 0; id < rows; id++) {
      batch.add(table.log.inserted(id, row(id)));
      if (random.nextInt(80) == 0) {
        batch.add(HostileEvents.of(kind++, table.log.inserted(id, row(id))));
      }
      boolean kill = id == 11_000 || id == 31_000;
      if (batch.size() >= 4_000 || kill || id == rows - 1) {
        long dead = letters.ids().size();
        List<RecordMetadata> places = table.log.put(batch);
        for (int i = 0; i < batch.size(); i++) {
          if (batch.get(i).headers().lastHeader(HostileEvents.MARK) != null) {
            bad.put(places.get(i).partition() + "/" + places.get(i).offset(), batch.get(i));
          }
        }
        batch.clear();
        if (kill) {
          awaitMore(application, dead);
          application.kill();
          application = application();
          kills++;
        }
      }
    }

    // Then
    soon()
        .atMost(Duration.ofMinutes(4))
        .until(() -> table.query("SELECT count() FROM $"), String.valueOf(rows)::equals);
    soon().until(() -> letters.ids().size() >= bad.size());
    assertThat(kills).isEqualTo(2);
    assertThat(bad).hasSizeGreaterThan(500);
    assertThat(letters.ids()).isEqualTo(bad.keySet().stream().sorted().toList());
    assertThat(table.query("SELECT count(), uniqExact(id), min(id), max(id) FROM $_final"))
        .isEqualTo("%d\t%d\t0\t%d".formatted(rows, rows, rows - 1));
    assertThat(table.inserts()).isEqualTo(rows);
    for (ConsumerRecord<byte[], byte[]> letter : letters.all()) {
      String id = Letters.id(letter);
      assertThat(letter.key()).isEqualTo(bad.get(id).key());
      assertThat(letter.value()).isEqualTo(bad.get(id).value());
      assertThat(Letters.header(letter, LetterHeaders.PARTITION))
          .isEqualTo("" + letter.partition());
      assertThat(Letters.header(letter, LetterHeaders.TOPIC)).isEqualTo(table.log.topic);
      assertThat(Letters.header(letter, LetterHeaders.REASON)).isNotBlank().doesNotContain("\n");
      assertThat(Letters.header(letter, LetterHeaders.EXCEPTION)).endsWith("Exception");
      assertThat(Letters.header(letter, LetterHeaders.ROUTE)).isEqualTo(table.name);
      assertThat(Letters.header(letter, LetterHeaders.AT)).matches("\\d{4}-.*Z");
      assertThat(Letters.header(letter, LetterHeaders.TIMESTAMP)).matches("\\d+");
      assertThat(letter.headers().lastHeader(HostileEvents.MARK).value())
          .isEqualTo(bad.get(id).headers().lastHeader(HostileEvents.MARK).value());
    }
    mendedHalfLandsOnce(ControlClient.of(application), rows);
  }

  private void awaitMore(Application application, long dead) {
    try {
      soon().until(() -> letters.ids().size() > dead);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%d dead letters, no more than before\n%s"
              .formatted(letters.ids().size(), application.log()),
          e);
    }
  }

  private void mendedHalfLandsOnce(ControlClient control, int rows) {
    // Given
    List<String> all = letters.ids();
    MendedLetters mended =
        MendedLetters.half(
            letters.all(),
            SHAPE.id(),
            n -> new String(table.log.inserted(rows + n, row(rows + n)).value(), UTF_8));
    String request = mended.request();
    int half = all.size() / 2;
    assertThat(mended.ids()).hasSize(half);
    assertThat(mended.kinds()).as("kinds").hasSizeGreaterThan(30);

    // When
    ControlClient.Answer first = control.post(LETTERS + "/replay", request);

    // Then
    assertThat(first.text())
        .isEqualTo("{\"replayed\":%d,\"skipped\":0,\"unknown\":[]}".formatted(half));
    table.awaitAnswer("SELECT count() FROM $", String.valueOf(rows + half));

    // When it is asked for again
    ControlClient.Answer second = control.post(LETTERS + "/replay", request);
    int rest = 300;
    table.log.insert(rows + half, rows + half + rest, DeadLetterIT::row);

    // Then what came behind it is all that is new
    assertThat(second.text())
        .isEqualTo("{\"replayed\":0,\"skipped\":%d,\"unknown\":[]}".formatted(half));
    int landed = rows + half + rest;
    table.awaitAnswer("SELECT count() FROM $", String.valueOf(landed));
    assertThat(table.query("SELECT count(), uniqExact(id), min(id), max(id) FROM $_final"))
        .isEqualTo("%d\t%d\t0\t%d".formatted(landed, landed, landed - 1));
    assertThat(table.query("SELECT countIf(name != concat('n', toString(id))) FROM $"))
        .isEqualTo("0");
    assertThat(table.inserts()).isEqualTo(landed);
    assertThat(MendedLetters.replayed(letters.records(table.log.topic))).isEqualTo(mended.ids());
    assertThat(MendedLetters.marked(letters.records(table.topics.deadLetterMarks())))
        .isEqualTo(mended.ids());
    assertThat(letters.ids()).isEqualTo(all);
    assertThat(control.get("/dead-letters").text())
        .contains("\"waiting\":%d,\"replayed\":%d,".formatted(all.size() - half, half));
    List<String> others = new ArrayList<>();
    control
        .get(LETTERS + "?state=waiting&limit=1000")
        .body()
        .path("letters")
        .forEach(each -> others.add(each.path("id").asText()));
    others.addAll(mended.ids());
    assertThat(others).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void findsRowsClickHouseRefusesInALogarithmicNumberOfInserts() throws Exception {
    // Given
    int rows = 20_000;
    List<Integer> refused = List.of(3, 4_711, 4_712, 12_345, 19_999);
    DeliverContext context = table.deliver();
    table.awaitAnswer("EXISTS $_final", "1");
    table.query("ALTER TABLE $_final ADD CONSTRAINT c CHECK total >= 0");
    table.countInserts();
    long before = insertQueries();

    // When
    table.log.insert(
        0, rows, id -> refused.contains(id) ? row(id).replace("\"1.50\"", "\"-1\"") : row(id));

    // Then
    table.awaitAnswer("SELECT count() FROM $", String.valueOf(rows - refused.size()));
    soon().until(() -> letters.ids().size() == refused.size());
    long landed = context.meters.get("caravan.deliver.insert").timer().count();
    assertThat(insertQueries() - before)
        .as("inserts")
        .isLessThan(refused.size() * 2L * 15 + landed);
    assertThat(table.inserts()).isEqualTo(rows - refused.size());
    assertThat(letters.all())
        .allSatisfy(
            each ->
                assertThat(Letters.header(each, LetterHeaders.REASON)).contains("Constraint `c`"));
    assertThat(context.meters.get("caravan.deliver.dead.letters").counter().count()).isEqualTo(5);
  }

  @Test
  void stopsWhereTooManyAreRefusedWhileOtherTablesGoOnAndGoesOnAfterTheMend() throws Exception {
    // Given
    TableName other = new TableName("inventory", "others");
    try (ChangeLog others = new ChangeLog(table.sandbox, table.topics, other, 3)) {
      others.announce(new Shape(other, COLUMNS, List.of("id")));
      String second = table.name + "_others";
      DeliverContext context =
          DeliverContext.start(
              table.sandbox,
              table.topics,
              Map.of("caravan.deliver.dead-letters.max-in-a-row", "3"),
              DeliverContext.route(table.name, table.log.topic, "", table.name + "_final"),
              DeliverContext.route(second, others.topic, "", second + "_final"));
      table.open.push(context);
      table.awaitAnswer("EXISTS $_final", "1");
      table.query("ALTER TABLE $_final ADD CONSTRAINT c CHECK id < 100");

      // When
      table.log.insert(98, 100, DeadLetterIT::row);
      table.awaitAnswer("SELECT count() FROM $", "2");
      table.log.insert(100, 107, DeadLetterIT::row);
      others.insert(0, 500, DeadLetterIT::row);

      // Then
      table.awaitAnswer("SELECT count() FROM $_others", "500");
      soon().until(() -> delivery(context).status() == Status.STOPPED);
      assertThat(delivery(context).lastError())
          .contains(
              "Constraint `c`",
              "caravan.deliver.dead-letters.max-in-a-row (3)",
              "caravan.deliver.dead-letters.max-per-minute");
      assertThat(letters.ids()).hasSize(3);
      table.query("ALTER TABLE $_final DROP CONSTRAINT c");
      table.awaitAnswer("SELECT count() FROM $", "6");
      soon().until(() -> delivery(context).status() == Status.RUNNING);
      assertThat(letters.ids()).hasSize(3);
    }
  }

  @Test
  void takesTheTypeAColumnWasGivenMeanwhileAndNotARowThatATruncateTookAway() throws Exception {
    // Given two dead letters, one before and one after a TRUNCATE
    DeliverContext context = table.deliver();
    table.log.insert(1, 3, DeadLetterIT::row);
    table.log.insert(3, 4, id -> row(id).replace("1.50", "NaN"));
    table.log.truncate();
    table.log.insert(4, 6, DeadLetterIT::row);
    table.log.insert(6, 7, id -> row(id).replace("1.50", "NaN"));
    table.log.insert(7, 8, DeadLetterIT::row);
    table.awaitAnswer("SELECT groupArray(id) FROM (SELECT id FROM $ ORDER BY id)", "[4,5,7]");
    soon().until(() -> letters.ids().size() == 2);

    // When the column is mended and both are put back, after another deliverer took over
    context.close();
    table.deliver();
    table.query("ALTER TABLE $_final MODIFY COLUMN total Nullable(String)");
    List<ProducerRecord<byte[], byte[]>> replayed = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> letter : letters.all()) {
      ProducerRecord<byte[], byte[]> each =
          new ProducerRecord<>(
              table.log.topic, letter.partition(), letter.key(), letter.value(), letter.headers());
      each.headers()
          .add(
              ChangeHeaders.REPLAYED,
              (letter.partition() + "/" + Letters.header(letter, LetterHeaders.OFFSET))
                  .getBytes(UTF_8));
      replayed.add(each);
    }
    table.log.put(replayed);
    table.log.insert(8, 12, DeadLetterIT::row);

    // Then
    table.awaitAnswer(
        "SELECT groupArray((id, total)) FROM (SELECT id, total FROM $ WHERE id < 8 ORDER BY id)",
        "[(4,'1.5'),(5,'1.5'),(6,'NaN'),(7,'1.5')]");
    table.awaitAnswer("SELECT count() FROM $", "8");
    assertThat(letters.ids()).hasSize(2);
  }

  private RouteDelivery delivery(DeliverContext context) {
    return context.state.snapshot().stream()
        .filter(each -> each.route().equals(table.name))
        .findFirst()
        .orElseThrow();
  }

  private long insertQueries() {
    return Long.parseLong(
        table.query("SELECT sum(value) FROM system.events WHERE event = 'InsertQuery'"));
  }

  /** The packaged deliverer, in small batches, so that a kill hits many of them. */
  private Application application() throws Exception {
    Path routes = table.sandbox.folder().resolve("routes-" + table.name);
    Files.createDirectories(routes);
    Files.writeString(
        routes.resolve("orders.camel.yaml"),
        DeliverContext.route(table.name, table.log.topic, "", table.name + "_final"));
    Application application =
        Application.on(table.sandbox)
            .routes(routes)
            .java("-Xmx384m")
            .set("caravan.role", "deliver")
            .set("caravan.topic-prefix", table.topics.prefix())
            .set("caravan.deliver.batch.max-rows", "2000")
            .start();
    table.open.push(application);
    return application;
  }

  private static String row(int id) {
    return "{\"id\":%d,\"name\":\"n%d\",\"total\":\"1.50\"}".formatted(id, id);
  }
}
