package dev.caravan.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs peers side by side: each once a round, every second round in the other order, so that none
 * has a place of its own.
 */
public final class Rounds {

  private final List<Peer> peers;
  private final Metric main;
  private final Consumer<String> progress;

  /**
   * @param peers the first is what the others are held against
   * @param main the figure that is
   */
  public Rounds(List<Peer> peers, Metric main, Consumer<String> progress) {
    this.peers = List.copyOf(peers);
    this.main = main;
    this.progress = progress;
  }

  /** The lines of the report, in the order of the peers. */
  public List<Line> run(int rounds) throws Exception {
    Map<Peer, List<List<Result>>> results = new LinkedHashMap<>();
    peers.forEach(peer -> results.put(peer, new ArrayList<>()));
    for (int round = 1; round <= rounds; round++) {
      List<Peer> order = new ArrayList<>(peers);
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      for (Peer peer : order) {
        List<Result> run = peer.run(round);
        results.get(peer).add(run);
        run.forEach(result -> tell(peer, result));
      }
      progress.accept("round %d of %d is done".formatted(round, rounds));
    }
    return lines(results);
  }

  private void tell(Peer peer, Result result) {
    progress.accept(
        String.format(
            Locale.ROOT,
            "  %-52s %10s %s",
            Line.name(peer.name(), result.variant()),
            main.text(result.figures().get(main)),
            main.label()));
  }

  private List<Line> lines(Map<Peer, List<List<Result>>> results) {
    List<List<Result>> reference = results.get(peers.get(0));
    List<Line> lines = new ArrayList<>();
    results.forEach(
        (peer, runs) -> {
          for (int i = 0; i < runs.get(0).size(); i++) {
            int variant = i;
            lines.add(
                Line.of(
                    peer.name(),
                    main,
                    runs.stream().map(run -> run.get(variant)).toList(),
                    reference.stream().map(run -> run.get(variant)).toList()));
          }
        });
    return lines;
  }
}
