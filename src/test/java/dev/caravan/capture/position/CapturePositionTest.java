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
    CapturePosition streaming = new StreamPosition(10, 7L, 20, 2);
    CapturePosition snapshot =
        SnapshotPosition.start(10, 9, true, "5:9:6,7", 1_000_000)
            .finished("inventory.customers")
            .reading("inventory.orders", 16_400, "(12,3)");

    // Then
    assertThat(CapturePosition.read(streaming.toBytes())).isEqualTo(streaming);
    assertThat(CapturePosition.read(snapshot.toBytes())).isEqualTo(snapshot);
    CapturePosition again = StartPosition.again(snapshot).withNothingLeft();
    assertThat(CapturePosition.read(again.toBytes())).isEqualTo(again);
  }

  @Test
  void readsWhatAnOlderVersionWrote() {
    assertThat(read("{\"phase\":\"start\"}")).isEqualTo(StartPosition.first());
    assertThat(
            read(
                "{\"phase\":\"snapshot\",\"lsn\":10,\"visible\":\"5:9:\",\"takenAtMicros\":1,"
                    + "\"done\":[],\"table\":null,\"fileNode\":0,\"rowId\":null}"))
        .isEqualTo(SnapshotPosition.start(10, 10, false, "5:9:", 1));
  }

  @Test
  void knowsWhatNoEventLiesAbove() {
    // Given a transaction in progress, whose rows may be above or below the last commit
    CapturePosition below = new StreamPosition(100, 7L, 90, 1);
    CapturePosition above = new StreamPosition(100, 7L, 120, 1);

    // Then
    assertThat(StartPosition.again(below).above()).isEqualTo(101);
    assertThat(StartPosition.again(above).above()).isEqualTo(121);
    assertThat(StartPosition.again(above).isAheadOf(119)).isTrue();
    assertThat(StartPosition.again(above).isAheadOf(120)).isFalse();
    assertThat(StartPosition.again(SnapshotPosition.start(10, 9, true, "5:9:", 1)).above())
        .isEqualTo(11);
  }

  @Test
  void takesAllForHigherWhereNothingIsKnown() {
    assertThat(StartPosition.again(null).isAheadOf(Long.MAX_VALUE / 2)).isTrue();
    assertThat(StartPosition.again(null).above()).isEqualTo(Long.MAX_VALUE);
  }

  private static CapturePosition read(String json) {
    return CapturePosition.read(json.getBytes(StandardCharsets.UTF_8));
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
  void aHeartbeatEndsTheTransactionInProgressOnlyWhenItKnowsALaterCommit() {
    // Given
    StreamPosition inProgress = new StreamPosition(10, 7L, 20, 1);

    // Then
    assertThat(inProgress.completed(10)).isEqualTo(inProgress);
    assertThat(inProgress.completed(25)).isEqualTo(StreamPosition.at(25));
  }
}
