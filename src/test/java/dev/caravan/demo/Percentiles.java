package dev.caravan.demo;

import java.util.Arrays;

/**
 * Percentiles of measured durations, by nearest rank: always one that was measured.
 *
 * @param count how many were measured
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param max milliseconds
 */
record Percentiles(int count, long p50, long p99, long max) {

  static Percentiles of(long... millis) {
    if (millis.length == 0) {
      return new Percentiles(0, 0, 0, 0);
    }
    long[] sorted = millis.clone();
    Arrays.sort(sorted);
    return new Percentiles(
        sorted.length, rank(sorted, 0.50), rank(sorted, 0.99), sorted[sorted.length - 1]);
  }

  private static long rank(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
