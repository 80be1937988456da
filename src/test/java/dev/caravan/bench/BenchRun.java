package dev.caravan.bench;

import dev.caravan.bench.measure.Line;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Rounds;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a bench runs with.
 *
 * @param size of what it does; each bench says what it counts
 * @param peer what the names begin with of the peers that are wanted, when not all are
 */
record BenchRun(Sandbox sandbox, int size, int rounds, boolean toy, Optional<String> peer) {

  void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /**
   * @throws IllegalArgumentException when no peer is wanted
   */
  List<Line> measure(List<Peer> peers, Metric main) throws Exception {
    List<Peer> wanted =
        peers.stream().filter(each -> each.name().startsWith(peer.orElse(""))).toList();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "no peer's name begins with '%s'; there are %s"
              .formatted(
                  peer.orElse(""),
                  peers.stream().map(Peer::name).collect(Collectors.joining("; "))));
    }
    return new Rounds(wanted, main, System.out::println).run(rounds);
  }
}
