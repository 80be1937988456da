package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.ChangeHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 2);
  private static final Header A = header(ChangeHeaders.SHAPE, "a");
  private static final Header B = header(ChangeHeaders.SHAPE, "b");

  private final CommitNotes notes = new CommitNotes();
  private final Intake intake = new Intake();

  @Test
  void keepsOneHeaderForEventsOfOneShape() {
    // When
    List<ConsumerRecord<byte[], byte[]>> taken =
        take(event(0, A), event(1, A), event(2, B), event(3, B), event(4, A));

    // Then
    assertThat(taken)
        .extracting(each -> each.headers().lastHeader(ChangeHeaders.SHAPE).value())
        .containsExactly(A.value(), A.value(), B.value(), B.value(), A.value());
    assertThat(taken.get(1).headers()).isSameAs(taken.get(0).headers());
    assertThat(taken.get(3).headers()).isSameAs(taken.get(2).headers());
  }

  @Test
  void leavesEventsThatSayMoreAsTheyAre() {
    // Given
    List<ConsumerRecord<byte[], byte[]>> read =
        List.of(
            event(0),
            event(1, header("other", "a")),
            event(2, A, header(ChangeHeaders.TRUNCATE, "7")),
            event(3, header(ChangeHeaders.REPLAYED, "0/1"), A));

    // When
    // Then
    assertThat(take(read)).containsExactlyElementsOf(read);
  }

  @Test
  void changesNothingElseOfAnEvent() {
    // Given
    ConsumerRecord<byte[], byte[]> read = event(7, A);

    // When
    ConsumerRecord<byte[], byte[]> taken = take(read).get(0);

    // Then
    assertThat(taken)
        .isNotSameAs(read)
        .usingRecursiveComparison()
        .ignoringFields("headers")
        .isEqualTo(read);
    assertThat(taken.headers().toArray()).containsExactly(A);
  }

  @Test
  void takesAShapeWithoutAValueForWhatItIs() {
    // Given
    Header none = new RecordHeader(ChangeHeaders.SHAPE, (byte[]) null);

    // When
    List<ConsumerRecord<byte[], byte[]>> taken = take(event(0, none), event(1, A));

    // Then
    assertThat(taken.get(0).headers().lastHeader(ChangeHeaders.SHAPE).value()).isNull();
    assertThat(taken.get(1).headers().lastHeader(ChangeHeaders.SHAPE).value()).isEqualTo(A.value());
  }

  @Test
  void leavesDeadLettersOut() {
    // Given
    notes.put(PARTITION, CommitNote.NONE.with(List.of(1L)));

    // When
    // Then
    assertThat(take(event(0, A), event(1, A), event(2, A)))
        .extracting(ConsumerRecord::offset)
        .containsExactly(0L, 2L);
  }

  @SafeVarargs
  private List<ConsumerRecord<byte[], byte[]>> take(ConsumerRecord<byte[], byte[]>... read) {
    return take(List.of(read));
  }

  private List<ConsumerRecord<byte[], byte[]>> take(List<ConsumerRecord<byte[], byte[]>> read) {
    return intake.take(new ConsumerRecords<>(Map.of(PARTITION, read), Map.of()), notes);
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes());
  }

  private static ConsumerRecord<byte[], byte[]> event(long offset, Header... headers) {
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset,
        5,
        TimestampType.CREATE_TIME,
        1,
        2,
        new byte[1],
        new byte[2],
        new RecordHeaders(headers),
        Optional.of(3));
  }
}
