package dev.caravan.bench.measure;

import java.util.List;

/** Medians of a few rounds. */
final class Medians {

  private Medians() {}

  /** The one in the middle, or between the two in the middle; NaN of none. */
  static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    if (size == 0) {
      return Double.NaN;
    }
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }
}
