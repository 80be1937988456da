package dev.caravan.deliver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.ChangeHeaders;
import dev.caravan.deliver.LastTruncates;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReplayedRowsTest {

  @Test
  void leavesOutWhatOneOfTheTruncatesTook() {
    // Given a snapshot's rows of version 600 between two TRUNCATEs
    LastTruncates truncates = LastTruncates.NONE.with(1001, 100).with(600, 151);
    ConsumerRecord<byte[], byte[]> beforeBoth = replayed(1000, 99);
    ConsumerRecord<byte[], byte[]> ofTheSnapshot = replayed(600, 120);
    ConsumerRecord<byte[], byte[]> olderThanTheSnapshot = replayed(599, 120);
    ConsumerRecord<byte[], byte[]> afterBoth = replayed(599, 152);
    ConsumerRecord<byte[], byte[]> notReplayed = event(1);

    // When
    List<ConsumerRecord<byte[], byte[]>> left =
        ReplayedRows.without(
            List.of(beforeBoth, ofTheSnapshot, olderThanTheSnapshot, afterBoth, notReplayed),
            Map.of(new TopicPartition("t", 0), truncates));

    // Then
    assertThat(left).containsExactly(ofTheSnapshot, afterBoth, notReplayed);
  }

  private static ConsumerRecord<byte[], byte[]> replayed(long lsn, long firstOffset) {
    ConsumerRecord<byte[], byte[]> event = event(lsn);
    event.headers().add(ChangeHeaders.REPLAYED, ("0/" + firstOffset).getBytes(UTF_8));
    return event;
  }

  private static ConsumerRecord<byte[], byte[]> event(long lsn) {
    String value = "{\"op\":\"c\",\"source\":{\"lsn\":" + lsn + "}}";
    return new ConsumerRecord<>("t", 0, 200, null, value.getBytes(UTF_8));
  }
}
