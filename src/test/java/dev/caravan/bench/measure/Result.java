package dev.caravan.bench.measure;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a peer came to.
 *
 * @param variant tells apart what was measured in one run, such as {@code 10 changes/s}; else empty
 */
public record Result(String variant, Map<Metric, Double> figures) {

  public Result {
    figures = figures.isEmpty() ? Map.of() : new EnumMap<>(figures);
  }

  /** The only one of its run. */
  public static List<Result> of(Map<Metric, Double> figures) {
    return List.of(new Result("", figures));
  }
}
