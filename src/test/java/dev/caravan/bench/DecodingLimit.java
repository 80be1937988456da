package dev.caravan.bench;

import dev.caravan.bench.lane.Running;
import dev.caravan.bench.lane.Slots;
import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.bench.measure.Metric;
import dev.caravan.bench.measure.Peer;
import dev.caravan.bench.measure.Result;
import dev.caravan.bench.measure.Usage;
import dev.caravan.bench.peer.WalReader;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Map;

/** Reads the backlog and writes nothing. */
record DecodingLimit(Sandbox sandbox, SourceDatabase source, Slots slots, int rows)
    implements Peer {

  @Override
  public String name() {
    return "decoding alone, nothing written";
  }

  @Override
  public List<Result> run(int round) throws Exception {
    String slot = source.name() + "_limit" + round;
    slots.copyTo(slot);
    Usage usage = Usage.begin(sandbox);
    Map<Metric, Double> figures;
    try (Running reader =
        Running.of(WalReader.start(sandbox, source, slot, slots.publication(), rows))) {
      usage.own(reader.pid());
      reader.until(() -> WalReader.rate(reader.log().get()).isPresent());
      figures = usage.soFar();
      figures.put(Metric.EVENTS_PER_SECOND, WalReader.rate(reader.log().get()).getAsDouble());
    }
    slots.drop(slot);
    figures.keySet().removeIf(metric -> metric.label().matches(".*(Kafka|ClickHouse)"));
    return Result.of(figures);
  }
}
