package dev.caravan.bench.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A peer's line in a report.
 *
 * @param ratio the median, over the rounds, of its main figure divided by that of the first peer in
 *     the same round
 * @param medians of each figure over the rounds
 * @param rounds each figure, round by round
 */
public record Line(
    String name, double ratio, Map<Metric, Double> medians, Map<Metric, List<Double>> rounds) {

  static Line of(String peer, Metric main, List<Result> runs, List<Result> reference) {
    Map<Metric, List<Double>> rounds = new EnumMap<>(Metric.class);
    runs.forEach(
        run ->
            run.figures()
                .forEach(
                    (metric, value) ->
                        rounds.computeIfAbsent(metric, any -> new ArrayList<>()).add(value)));
    Map<Metric, Double> medians = new EnumMap<>(Metric.class);
    rounds.forEach((metric, values) -> medians.put(metric, Medians.of(values)));
    double ratio =
        Medians.of(
            IntStream.range(0, runs.size())
                .mapToObj(
                    i -> runs.get(i).figures().get(main) / reference.get(i).figures().get(main))
                .toList());
    return new Line(name(peer, runs.get(0).variant()), ratio, medians, rounds);
  }

  static String name(String peer, String variant) {
    return variant.isEmpty() ? peer : peer + ", " + variant;
  }
}
