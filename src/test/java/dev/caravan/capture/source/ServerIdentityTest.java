package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.capture.position.SourceServer;
import org.junit.jupiter.api.Test;

class ServerIdentityTest {

  private static final TimelineHistory HISTORY =
      TimelineHistory.read("1\t0/100\tno recovery target specified\n\n2\t0/200\tbefore x\n");

  private final ServerIdentity server = new ServerIdentity(new SourceServer("7", 3), HISTORY);

  @Test
  void theSameServerContinues() {
    assertThat(server.problem(new SourceServer("7", 3), 0x900)).isEmpty();
  }

  @Test
  void aPromotedOneContinuesWhatItHadReceived() {
    assertThat(server.problem(new SourceServer("7", 1), 0x100)).isEmpty();
    assertThat(server.problem(new SourceServer("7", 2), 0x1ff)).isEmpty();
  }

  @Test
  void oneThatLeftBeforeThePlaceDoesNot() {
    assertThat(server.problem(new SourceServer("7", 1), 0x101))
        .hasValueSatisfying(text -> assertThat(text).contains("0/101", "left that one at 0/100"));
    assertThat(server.problem(new SourceServer("7", 4), 0x10))
        .hasValueSatisfying(text -> assertThat(text).contains("timeline 4", "older state"));
  }

  @Test
  void anotherClusterDoesNotAndTheRemedyIsNamed() {
    assertThatThrownBy(() -> server.mustContinue(new SourceServer("8", 3), 1))
        .isInstanceOf(PlaceLostException.class)
        .hasMessageContaining("cluster 8, but this one is 7")
        .hasMessageContaining(PlaceLostException.REMEDY);
  }
}
