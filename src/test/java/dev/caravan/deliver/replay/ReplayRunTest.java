package dev.caravan.deliver.replay;

import static dev.caravan.deliver.replay.Letters.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.change.LetterHeaders;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class ReplayRunTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static final String TOPIC = "postgres-server.inventory.orders";

  private final LetterStates states = new LetterStates();
  private final List<List<ProducerRecord<byte[], byte[]>>> transactions = new ArrayList<>();

  private ReplayRun run(LetterState state, LetterChoice choice) {
    return new ReplayRun(
        new ReplayRun.Task(ORDERS, choice, state, "127.0.0.1"),
        new Topics("postgres-server"),
        states,
        records -> transactions.add(List.copyOf(records)));
  }

  private static Letter letter(int partition, long offset) {
    return Letter.of(Letters.letter(partition, offset, "{\"op\":\"c\"}")).orElseThrow();
  }

  private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(header -> header.key() + "=" + text(header))
        .toList();
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  @Test
  void anEventGoesBackAsItWasTogetherWithItsMark() {
    // Given
    ReplayRun run = run(LetterState.REPLAYED, LetterChoice.all());
    Letter letter = letter(2, 40);

    // When
    run.test(letter);
    ReplayResult result = run.end();

    // Then
    assertThat(result).isEqualTo(new ReplayResult(1, 0, List.of()));
    assertThat(transactions).hasSize(1);
    ProducerRecord<byte[], byte[]> event = transactions.get(0).get(0);
    assertThat(event.topic()).isEqualTo(TOPIC);
    assertThat(event.partition()).isEqualTo(2);
    assertThat(event.key()).isEqualTo(letter.record().key());
    assertThat(event.value()).isEqualTo(letter.record().value());
    assertThat(headers(event))
        .containsExactly("caravan.shape=0123456789abcdef", "caravan.replayed=2/40");
    ProducerRecord<byte[], byte[]> mark = transactions.get(0).get(1);
    assertThat(mark.topic()).isEqualTo("postgres-server.dead-letter-marks");
    assertThat(mark.partition()).isZero();
    assertThat(LetterMark.read(mark.key(), mark.value()))
        .hasValueSatisfying(
            read -> {
              assertThat(read.topic()).isEqualTo(TOPIC);
              assertThat(read.letter()).isEqualTo(letter.id());
              assertThat(read.state()).isEqualTo(LetterState.REPLAYED);
              assertThat(read.timestamp()).isEqualTo(1040);
            });
  }

  @Test
  void whatIsMarkedOrStandsThereTwiceIsSkipped() {
    // Given
    states.put(new LetterId(0, 1), 1001, LetterState.REPLAYED);
    states.put(new LetterId(0, 2), 1002, LetterState.DISCARDED);
    states.put(new LetterId(0, 3), 9999, LetterState.REPLAYED);
    ReplayRun run = run(LetterState.REPLAYED, LetterChoice.all());

    // When
    for (long offset : new long[] {1, 2, 3, 4, 4}) {
      run.test(letter(0, offset));
    }

    // Then
    assertThat(run.end()).isEqualTo(new ReplayResult(2, 3, List.of()));
    assertThat(transactions.get(0).stream().filter(each -> each.topic().equals(TOPIC))).hasSize(2);
  }

  @Test
  void onlyWhatIsNamedIsReplayedAndCorrected() {
    // Given
    LetterId corrected = new LetterId(0, 2);
    LetterId reshaped = new LetterId(0, 3);
    LetterId newest = new LetterId(0, 4);
    ReplayRun run =
        run(
            LetterState.REPLAYED,
            new LetterChoice(
                Map.of(
                    corrected,
                    new Correction(bytes("{\"op\":\"u\"}"), null),
                    reshaped,
                    new Correction(null, "fedcba9876543210"),
                    newest,
                    new Correction(null, ""),
                    new LetterId(7, 7),
                    Correction.NONE)));

    // When
    for (long offset = 1; offset <= 6; offset++) {
      run.test(letter(0, offset));
    }

    // Then
    assertThat(run.end()).isEqualTo(new ReplayResult(3, 0, List.of(new LetterId(7, 7))));
    List<ProducerRecord<byte[], byte[]>> events =
        transactions.get(0).stream().filter(each -> each.topic().equals(TOPIC)).toList();
    assertThat(events.get(0).value()).isEqualTo(bytes("{\"op\":\"u\"}"));
    assertThat(headers(events.get(0))).contains("caravan.shape=0123456789abcdef");
    assertThat(headers(events.get(1)))
        .containsExactly("caravan.shape=fedcba9876543210", "caravan.replayed=0/3");
    assertThat(headers(events.get(2))).containsExactly("caravan.replayed=0/4");
  }

  @Test
  void readsNoFurtherThanToTheLastNamed() {
    // Given
    ReplayRun run =
        run(
            LetterState.REPLAYED,
            new LetterChoice(
                Map.of(new LetterId(0, 1), Correction.NONE, new LetterId(0, 3), Correction.NONE)));

    // Then
    assertThat(run.test(letter(0, 1))).isTrue();
    assertThat(run.test(letter(0, 2))).isTrue();
    assertThat(run.test(letter(0, 3))).isFalse();
  }

  @Test
  void whatIsDiscardedGetsItsMarkAlone() {
    // Given
    ReplayRun run = run(LetterState.DISCARDED, LetterChoice.all());

    // When
    run.test(letter(0, 1));

    // Then
    assertThat(run.end().done()).isOne();
    assertThat(transactions.get(0)).hasSize(1);
    assertThat(transactions.get(0).get(0).topic()).isEqualTo("postgres-server.dead-letter-marks");
  }

  @Test
  void aTransactionHoldsSomeHundredLettersOrSomeMegabytes() {
    // Given
    ReplayRun many = run(LetterState.REPLAYED, LetterChoice.all());
    String megabyte = "x".repeat(1 << 20);

    // When
    for (int offset = 0; offset < 1_100; offset++) {
      many.test(letter(0, offset));
    }
    many.end();

    // Then
    assertThat(transactions.stream().map(List::size)).containsExactly(1_000, 1_000, 200);

    // When they are large
    transactions.clear();
    ReplayRun large = run(LetterState.REPLAYED, LetterChoice.all());
    for (int offset = 2_000; offset < 2_010; offset++) {
      ConsumerRecord<byte[], byte[]> raw = Letters.letter(0, offset, megabyte);
      ConsumerRecord<byte[], byte[]> sized =
          new ConsumerRecord<>(
              raw.topic(),
              raw.partition(),
              raw.offset(),
              0,
              raw.timestampType(),
              raw.key().length,
              raw.value().length,
              raw.key(),
              raw.value(),
              raw.headers(),
              raw.leaderEpoch());
      large.test(Letter.of(sized).orElseThrow());
    }
    large.end();

    // Then
    assertThat(transactions.stream().map(List::size)).containsExactly(16, 4);
  }

  @Test
  void knowsWhatIsDoneForGoodWhenKafkaTakesNoMore() {
    // Given
    List<Integer> taken = new ArrayList<>();
    ReplayRun run =
        new ReplayRun(
            new ReplayRun.Task(ORDERS, LetterChoice.all(), LetterState.REPLAYED, "x"),
            new Topics("postgres-server"),
            states,
            records -> {
              if (!taken.isEmpty()) {
                throw new KafkaException("away");
              }
              taken.add(records.size());
            });

    // When
    for (int offset = 0; offset < 600; offset++) {
      run.test(letter(0, offset));
    }

    // Then
    assertThatThrownBy(run::end).hasMessage("away");
    assertThat(run.done()).isEqualTo(500);
  }

  @Test
  void anEventThatWasRefusedAgainIsNamedAfterItsLastPlace() {
    // Given
    ConsumerRecord<byte[], byte[]> record = Letters.letter(1, 90, "{}");
    record
        .headers()
        .add(ChangeHeaders.REPLAYED, bytes("1/4"))
        .add(LetterHeaders.PREFIX + "later", bytes("added by a newer version"));
    Letter again = Letter.of(record).orElseThrow();

    // When
    ProducerRecord<byte[], byte[]> event = ReplayedEvent.of(again, Correction.NONE, TOPIC);

    // Then
    assertThat(again.replayOf()).isEqualTo("1/4");
    assertThat(headers(event))
        .containsExactly("caravan.shape=0123456789abcdef", "caravan.replayed=1/90");
  }
}
