package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningInsertsTest {

  private static final Optional<Set<String>> SILENT = Optional.empty();

  @Test
  void waitsForThoseThatRanAndNoOthers() {
    assertThat(
            RunningInserts.remaining(
                Map.of("a", ids("1", "2"), "b", ids("3")), Map.of("a", ids("2", "4"))))
        .isEqualTo(Map.of("a", ids("2")));
    assertThat(RunningInserts.remaining(Map.of("a", ids("1")), Map.of("a", ids("2")))).isEmpty();
  }

  @Test
  void learnsWhatRanOnAServerThatWasSilent() {
    assertThat(RunningInserts.remaining(Map.of("a", SILENT), Map.of("a", ids("1"))))
        .isEqualTo(Map.of("a", ids("1")));
    assertThat(RunningInserts.remaining(Map.of("a", SILENT), Map.of("a", SILENT)))
        .isEqualTo(Map.of("a", SILENT));
  }

  @Test
  void keepsWhatRunsOnAServerThatFallsSilent() {
    assertThat(RunningInserts.remaining(Map.of("a", ids("1")), Map.of("a", SILENT)))
        .isEqualTo(Map.of("a", ids("1")));
  }

  @Test
  void expectsNothingOfAServerThatIsDown() {
    assertThat(RunningInserts.remaining(Map.of("a", ids("1"), "b", SILENT), Map.of())).isEmpty();
  }

  private static Optional<Set<String>> ids(String... ids) {
    return Optional.of(Set.of(ids));
  }
}
