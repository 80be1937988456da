package dev.caravan.bench;

import dev.caravan.bench.peer.Connect;
import dev.caravan.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of what takes part, told by the servers and by class paths. */
final class Versions {

  private Versions() {}

  static Map<String, String> of(Sandbox sandbox) throws SQLException {
    String own = System.getProperty("java.class.path");
    Map<String, String> versions = new LinkedHashMap<>();
    try (Connection connection = sandbox.postgres().connect()) {
      versions.put("PostgreSQL", connection.getMetaData().getDatabaseProductVersion());
    }
    versions.put("ClickHouse", sandbox.clickhouse().query("SELECT version()"));
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
