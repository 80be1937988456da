package dev.caravan.bench.measure;

import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.Service;
import java.util.EnumMap;
import java.util.Map;

/** What a run takes of the machine: CPU seconds and peaks of memory of every process involved. */
public final class Usage {

  private final Map<Metric, ProcessTree> cpu = new EnumMap<>(Metric.class);
  private final Map<Metric, ProcessTree> peaks = new EnumMap<>(Metric.class);
  private final Map<Metric, Double> before = new EnumMap<>(Metric.class);

  private Usage() {}

  /** Begins to count, for the servers that are the sandbox's own. */
  public static Usage begin(Sandbox sandbox) {
    Usage usage = new Usage();
    usage.add(sandbox.postgres(), Metric.CPU_POSTGRES, Metric.PEAK_POSTGRES);
    usage.add(sandbox.kafka(), Metric.CPU_KAFKA, Metric.PEAK_KAFKA);
    usage.add(sandbox.clickhouse(), Metric.CPU_CLICKHOUSE, Metric.PEAK_CLICKHOUSE);
    usage.cpu.forEach((metric, tree) -> usage.before.put(metric, tree.cpuSeconds()));
    return usage;
  }

  private void add(Service service, Metric used, Metric peak) {
    service
        .pid()
        .ifPresent(
            pid -> {
              ProcessTree tree = new ProcessTree(pid);
              tree.resetPeak();
              cpu.put(used, tree);
              peaks.put(peak, tree);
            });
  }

  /** Counts the peer's own process, too, from its start. */
  public void own(long pid) {
    ProcessTree tree = new ProcessTree(pid);
    cpu.put(Metric.CPU_OWN, tree);
    peaks.put(Metric.PEAK_OWN, tree);
  }

  /** What was used since the beginning. */
  public Map<Metric, Double> soFar() {
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    cpu.forEach(
        (metric, tree) ->
            figures.put(metric, tree.cpuSeconds() - before.getOrDefault(metric, 0.0)));
    peaks.forEach((metric, tree) -> figures.put(metric, tree.peakMb()));
    return figures;
  }

  /** What a process has used so far. */
  public static double cpuSeconds(long pid) {
    return new ProcessTree(pid).cpuSeconds();
  }

  /** Resident memory of a process now, in MB. */
  public static double residentMb(long pid) {
    return new ProcessTree(pid).residentMb();
  }
}
