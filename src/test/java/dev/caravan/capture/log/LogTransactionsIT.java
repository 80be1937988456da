package dev.caravan.capture.log;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.KafkaConfig;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventTables;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.PgOutputBytes;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.TestTables;
import dev.caravan.capture.event.TupleScan;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.relation.RelationColumn;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.value.Encoding;
import dev.caravan.change.Topics;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class LogTransactionsIT {

  private static final Schema BEAT = SchemaBuilder.struct().field("of", Schema.STRING_SCHEMA);

  private final Topics topics = new Topics("log" + UUID.randomUUID().toString().substring(0, 8));

  private final EventTables tables = TestTables.tables(Map.of("topic.prefix", topics.prefix()));
  private final EventTable table = table(TestTables.column("id", 1, Encoding.TEXT, false));

  /** The same, after it has got one more column. */
  private final EventTable altered =
      table(
          TestTables.column("id", 1, Encoding.TEXT, false),
          TestTables.column("note", 2, Encoding.TEXT, true));

  /** Runs something whenever it is sent. */
  private static final class Beat extends SourceRecord {

    private static final long serialVersionUID = 1L;
    private final transient Runnable before;

    Beat(Runnable before) {
      super(null, null, "beat", BEAT, beat(), BEAT, beat());
      this.before = before;
    }

    private static Struct beat() {
      return new Struct(BEAT.schema()).put("of", "a test");
    }

    @Override
    public Object value() {
      before.run();
      return super.value();
    }
  }

  @Test
  @Timeout(60)
  void writesAgainWhatAFormerWriterDisturbs(Sandbox sandbox) throws Exception {
    createTopics(sandbox);
    Map<String, Object> settings = settings(sandbox);
    try (KafkaProducer<byte[], byte[]> former =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        LogTransactions transactions = new LogTransactions(settings, topics)) {
      // Given a writer that was about to write when another one took its place
      former.initTransactions();
      former.beginTransaction();
      open(transactions);
      transactions.write(batch(List.of(row(table, "1"))), List.of(position()));
      AtomicBoolean woken = new AtomicBoolean();

      // When it does, between two requests of the other one's transaction
      transactions.write(
          batch(
              List.of(row(table, "2"), row(altered, "3", "x")),
              new Beat(() -> {}),
              new Beat(
                  () -> {
                    if (woken.compareAndSet(false, true)) {
                      await()
                          .until(() -> read(sandbox, topics.heartbeat(), "read_uncommitted") == 1);
                      wakesUp(former);
                    }
                  })),
          List.of(position()));

      // Then all is there once, and was written twice
      assertThat(topics().map(name -> read(sandbox, name, "read_committed")))
          .containsExactly(3, 2, 2, 2);
      assertThat(read(sandbox, topics.heartbeat(), "read_uncommitted")).isGreaterThan(2);

      // And the next one goes its way, without what that one had to announce
      transactions.write(batch(List.of(row(altered, "4", "y"))), List.of(position()));
      assertThat(topics().map(name -> read(sandbox, name, "read_committed")))
          .containsExactly(4, 2, 2, 3);
    }
  }

  @Test
  @Timeout(60)
  void isNotWaitedForOnceItIsFencedOff(Sandbox sandbox) throws Exception {
    createTopics(sandbox);
    Map<String, Object> settings = settings(sandbox);
    try (LogTransactions next = new LogTransactions(settings, topics)) {
      // Given one whose place another one took, with more to send than a request holds
      LogTransactions former = new LogTransactions(settings, topics);
      open(former);
      open(next);
      List<RowEvent> rows =
          IntStream.range(0, 4000).mapToObj(i -> row(altered, i + "", random())).toList();
      assertThatThrownBy(() -> former.write(batch(rows), List.of(position())))
          .isInstanceOf(KafkaException.class);

      // When
      long begin = System.nanoTime();
      former.close();

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
      assertThat(read(sandbox, table.topic(), "read_committed")).isZero();
    }
  }

  /** Text that does not compress. */
  private static String random() {
    return Stream.generate(UUID::randomUUID).limit(20).map(UUID::toString).collect(joining());
  }

  private static void open(LogTransactions transactions) {
    transactions.fence();
    transactions.know(new ShapeBook(new Relations(), List.of()), new Renames(List.of()));
  }

  private void createTopics(Sandbox sandbox) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", sandbox.kafka().bootstrapServers()))) {
      admin
          .createTopics(topics().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
    }
  }

  private Map<String, Object> settings(Sandbox sandbox) {
    return ProducerSettings.of(config(sandbox), "caravan-" + topics.prefix());
  }

  private Stream<String> topics() {
    return Stream.of(table.topic(), topics.schemaChanges(), topics.heartbeat(), topics.positions());
  }

  private void wakesUp(KafkaProducer<byte[], byte[]> former) {
    assertThatThrownBy(
            () ->
                former
                    .send(new ProducerRecord<>(topics.heartbeat(), new byte[1], new byte[1]))
                    .get())
        .hasCauseInstanceOf(InvalidProducerEpochException.class);
    assertThatThrownBy(former::commitTransaction)
        .isInstanceOfAny(InvalidProducerEpochException.class, ProducerFencedException.class);
  }

  private EventTable table(RelationColumn... columns) {
    return tables.of(TestTables.relation(7, "t", List.of("id"), columns));
  }

  private static RowEvent row(EventTable table, Object... values) {
    byte[] bytes = new PgOutputBytes('N').row(values).buffer().array();
    return new RowEvent(
        table,
        RowEvent.Op.CREATE,
        Origin.transaction(1, 7, 1),
        1,
        1,
        1,
        null,
        new TupleScan().scan(table, bytes, 1));
  }

  private static CapturedBatch batch(List<RowEvent> rows, SourceRecord... heartbeats) {
    return CapturedBatch.streamed(rows, List.of(heartbeats), StreamPosition.at(1));
  }

  private ProducerRecord<byte[], byte[]> position() {
    return new ProducerRecord<>(topics.positions(), new byte[1], new byte[1]);
  }

  /** How many records a topic has. */
  private static int read(Sandbox sandbox, String topic, String isolation) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                sandbox.kafka().bootstrapServers(),
                "isolation.level",
                isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      int count = 0;
      while (consumer.position(partition) < end) {
        count += consumer.poll(Duration.ofMillis(100)).count();
      }
      return count;
    }
  }

  private static KafkaConfig config(Sandbox sandbox) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(KafkaConfig.class)
        .withDefaultValue("caravan.kafka.bootstrap-servers", sandbox.kafka().bootstrapServers())
        .build()
        .getConfigMapping(KafkaConfig.class);
  }
}
