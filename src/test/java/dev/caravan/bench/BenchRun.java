package dev.caravan.bench;

import dev.caravan.bench.measure.Line;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Rounds;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Locale;

/**
 * What a bench runs with.
 *
 * @param size of what it does; each bench says what it counts
 */
record BenchRun(Sandbox sandbox, int size, int rounds, boolean toy) {

  void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  List<Line> measure(List<Peer> peers, Metric main) throws Exception {
    return new Rounds(peers, main, System.out::println).run(rounds);
  }
}
