package dev.caravan.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private final List<String> runs = new ArrayList<>();

  @Test
  void alternatesTheOrderAndTakesMediansOfFiguresAndOfRatios() throws Exception {
    // Given
    Peer first = peer("first", 100, 50, 200);
    Peer second = peer("second", 50, 100, 400);

    // When
    List<Line> lines =
        new Rounds(List.of(first, second), Metric.EVENTS_PER_SECOND, line -> {}).run(3);

    // Then
    assertThat(runs)
        .containsExactly("first 1", "second 1", "second 2", "first 2", "first 3", "second 3");
    assertThat(lines).extracting(Line::name).containsExactly("first", "second");
    assertThat(lines.get(0).medians()).containsEntry(Metric.EVENTS_PER_SECOND, 100.0);
    assertThat(lines.get(0).ratio()).isEqualTo(1);
    assertThat(lines.get(1).medians()).containsEntry(Metric.EVENTS_PER_SECOND, 100.0);
    assertThat(lines.get(1).ratio()).isEqualTo(2);
  }

  @Test
  void reportsWhatWasMeasuredAndADashForTheRest() throws Exception {
    // Given
    Peer first =
        new FixedPeer("first", Map.of(Metric.EVENTS_PER_SECOND, 1234.0, Metric.CPU_OWN, 2.25));
    Peer second = new FixedPeer("second", Map.of(Metric.EVENTS_PER_SECOND, 617.0));

    // When
    List<Line> lines =
        new Rounds(List.of(first, second), Metric.EVENTS_PER_SECOND, line -> {}).run(1);
    Report report =
        new Report("name", "What was done", 1, Metric.EVENTS_PER_SECOND, lines, List.of("A note."));

    // Then
    assertThat(MarkdownReport.of(report))
        .isEqualTo(
            """
            ## name

            What was done. One round.

            | | events/s | ratio |
            |---|---:|---:|
            | first | 1,234 | 1.00 |
            | second | 617 | 0.50 |

            | | CPU s, own |
            |---|---:|
            | first | 2.3 |
            | second | – |

            - A note.
            """);
  }

  private Peer peer(String name, double... rates) {
    return new Peer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Result> run(int round) {
        runs.add(name + " " + round);
        return Result.of(Map.of(Metric.EVENTS_PER_SECOND, rates[round - 1]));
      }
    };
  }

  private record FixedPeer(String name, Map<Metric, Double> figures) implements Peer {

    @Override
    public List<Result> run(int round) {
      return Result.of(figures);
    }
  }
}
