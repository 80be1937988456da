package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

  @Test
  void takesNameSizeAndRoundsInAnyOrder() {
    BenchOptions options = parse("--rounds", "1", "chain", "--size", "2_000_000");

    assertThat(options.name()).isEqualTo("chain");
    assertThat(options.size()).hasValue(2_000_000);
    assertThat(options.rounds()).hasValue(1);
    assertThat(options.toy()).isFalse();
  }

  @Test
  void takesThePeersThatAreWanted() {
    assertThat(parse("chain", "--peer", "Kafka Connect").peer()).hasValue("Kafka Connect");
  }

  @Test
  void leavesTheRestToTheBench() {
    BenchOptions options = parse("all", "--toy");

    assertThat(options.size()).isEmpty();
    assertThat(options.rounds()).isEmpty();
    assertThat(options.peer()).isEmpty();
    assertThat(options.toy()).isTrue();
  }

  @Test
  void saysWhatWouldBeRight() {
    assertThatThrownBy(() -> parse()).hasMessageContaining("all or one of capture, chain");
    assertThatThrownBy(() -> parse("captur"))
        .hasMessageContaining("'captur' is not known")
        .hasMessageContaining("all or one of capture, chain");
    assertThatThrownBy(() -> parse("chain", "--rounds"))
        .hasMessage("--rounds takes a number from 1 to 9, not ''");
    assertThatThrownBy(() -> parse("chain", "--size", "many"))
        .hasMessage("--size takes a number from 1 to 2147483647, not 'many'");
    assertThatThrownBy(() -> parse("chain", "--peer"))
        .hasMessage("--peer takes the beginning of a peer's name");
    assertThatThrownBy(() -> parse("all", "--size", "5")).hasMessageContaining("name one");
  }

  private static BenchOptions parse(String... arguments) {
    return BenchOptions.parse(List.of(arguments), List.of("capture", "chain"));
  }
}
