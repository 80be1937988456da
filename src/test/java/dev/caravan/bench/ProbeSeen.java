package dev.caravan.bench;

import dev.caravan.bench.lane.Lane;
import dev.caravan.bench.lane.Waiting;

/** Whether ClickHouse shows a change that was made after it was first asked. */
final class ProbeSeen implements Waiting.Condition {

  private final Lane lane;
  private final FreshWriter writer;
  private long first = -1;

  ProbeSeen(Lane lane, FreshWriter writer) {
    this.lane = lane;
    this.writer = writer;
  }

  @Override
  public boolean holds() throws Exception {
    if (first < 0 && lane.count("EXISTS orders") == 0) {
      return false;
    }
    long seen = lane.count(FreshWatch.query());
    if (first < 0 && seen == 0) {
      return false;
    }
    if (first < 0) {
      first = writer.probe();
    }
    return seen >= first;
  }
}
