package dev.caravan.bench;

import dev.caravan.bench.measure.Report;

/** Peers, and what they do side by side. */
interface Bench {

  /** As {@code ./bench} takes it. */
  String name();

  /** What it runs with unless told otherwise. */
  int size();

  /** Enough for every peer to do something. */
  int toySize();

  /** Whether its JVMs are done before the second compiler is. */
  default boolean shortLived() {
    return false;
  }

  /**
   * @throws dev.caravan.bench.measure.WrongResultException when a peer did not do what it was to do
   */
  Report run(BenchRun run) throws Exception;
}
