package dev.caravan.capture.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CapturePositionTest {

  @Test
  void readsWhatItWrote() {
    // Given
    CapturePosition streaming = StreamPosition.at(10).after(10, 7, 20).after(10, 7, 20);
    CapturePosition snapshot =
        SnapshotPosition.start(10, 9, true, "5:9:6,7", 1_000_000)
            .finished("inventory.customers")
            .reading("inventory.orders", 16_400, "(12,3)");

    // Then
    assertThat(CapturePosition.read(streaming.toBytes())).isEqualTo(streaming);
    assertThat(CapturePosition.read(snapshot.toBytes())).isEqualTo(snapshot);
  }

  @Test
  void isReadableText() {
    assertThat(new String(StreamPosition.at(10).toBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"phase\":\"streaming\",\"commitLsn\":10,\"txId\":null,\"lsn\":0,\"events\":0}");
  }

  @Test
  void refusesWhatIsNoPosition() {
    assertThatThrownBy(() -> CapturePosition.read("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("phase");
  }

  @Test
  void countsEventsOfOneWalPosition() {
    // When
    StreamPosition position =
        StreamPosition.at(10).after(10, 7, 20).after(10, 7, 20).after(10, 7, 30).after(40, 8, 30);

    // Then
    assertThat(position).isEqualTo(new StreamPosition(40, 8L, 30, 1));
  }

  @Test
  void aHeartbeatEndsTheTransactionInProgressOnlyWhenItKnowsALaterCommit() {
    // Given
    StreamPosition inProgress = StreamPosition.at(10).after(10, 7, 20);

    // Then
    assertThat(inProgress.completed(10)).isEqualTo(inProgress);
    assertThat(inProgress.completed(25)).isEqualTo(StreamPosition.at(25));
  }
}
