package dev.caravan.monitoring.stack;

import dev.caravan.sandbox.LoopbackPort;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where each part answers on this machine, in the place of the host names of a deployment.
 *
 * @param caravan {@code host:port} of the application, and so on
 * @param clickhouse where its own endpoint is
 */
record Endpoints(
    String caravan,
    String clickhouse,
    String postgresExporter,
    String nodeExporter,
    String alertmanager,
    String prometheus) {

  static Endpoints of(String caravan, String clickhouse) {
    return new Endpoints(caravan, clickhouse, free(), free(), free(), free());
  }

  private static String free() {
    return "127.0.0.1:" + LoopbackPort.free();
  }

  /** The configuration of Prometheus with these addresses in it. */
  String in(String configuration) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("caravan:8083", caravan);
    names.put("postgres-exporter:9187", postgresExporter);
    names.put("clickhouse:9116", clickhouse);
    names.put("node-exporter:9100", nodeExporter);
    names.put("alertmanager:9093", alertmanager);
    names.put("localhost:9090", prometheus);
    String changed = configuration;
    for (Map.Entry<String, String> each : names.entrySet()) {
      if (!changed.contains("[" + each.getKey() + "]")) {
        throw new IllegalStateException("prometheus.yml has no target " + each.getKey());
      }
      changed = changed.replace("[" + each.getKey() + "]", "[\"" + each.getValue() + "\"]");
    }
    return changed;
  }
}
