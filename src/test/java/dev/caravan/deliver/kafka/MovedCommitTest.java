package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class MovedCommitTest {

  private static final OffsetAndMetadata COMMITTED =
      new OffsetAndMetadata(100, "caravan:1 truncated=600@51 dead=17,3");

  @Test
  void keepsWhatStillHoldsOfTheNote() {
    // The dead letters at 117 and 120 stay so
    assertThat(MovedCommit.of(COMMITTED, 40))
        .isEqualTo(new OffsetAndMetadata(40, "caravan:1 truncated=600@51 dead=77,3"));
    assertThat(MovedCommit.of(COMMITTED, 118))
        .isEqualTo(new OffsetAndMetadata(118, "caravan:1 truncated=600@51 dead=2"));
    assertThat(MovedCommit.of(null, 7)).isEqualTo(new OffsetAndMetadata(7));
    assertThat(MovedCommit.of(new OffsetAndMetadata(9, "of somebody else"), 7))
        .isEqualTo(new OffsetAndMetadata(7));
  }
}
