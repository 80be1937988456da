package dev.caravan.bench.peer;

import dev.caravan.bench.lane.Lane;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Kafka Connect, standalone, with Debezium's connector: the events, converter, compression and heap
 * are those Caravan has, everything else is as it comes. The class path is its own, made by {@code
 * ./bench} from {@code src/bench/connect/pom.xml}.
 */
public final class Connect {

  private static final Path CLASS_PATH = Path.of("target", "bench-connect.classpath");

  private Connect() {}

  /** What it loads its classes from. */
  public static String classPath() {
    try {
      return Files.readString(CLASS_PATH).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(CLASS_PATH + " is missing; ./bench makes it", e);
    }
  }

  /**
   * Starts it on the lane's topics and slot, both of which exist.
   *
   * @param publication of the lane's tables
   * @param snapshot Debezium's {@code snapshot.mode}
   */
  public static Program start(Lane lane, String publication, String snapshot) throws IOException {
    Path folder = lane.sandbox().folder();
    Path worker = write(folder.resolve(lane.name() + ".worker.properties"), worker(lane));
    Path connector =
        write(
            folder.resolve(lane.name() + ".connector.properties"),
            connector(lane, publication, snapshot));
    Path log4j = Files.writeString(folder.resolve("connect-log4j2.properties"), LOG);
    return Program.java(
        lane.sandbox(),
        lane.name(),
        Map.of(),
        List.of(
            Heap.OPTION,
            Heap.COLLECTOR,
            "-Dlog4j2.configurationFile=" + log4j,
            "-cp",
            classPath(),
            "org.apache.kafka.connect.cli.ConnectStandalone",
            worker.toString(),
            connector.toString()));
  }

  private static final String LOG =
      """
      appender.console.type=Console
      appender.console.name=console
      appender.console.layout.type=PatternLayout
      appender.console.layout.pattern=%d %p %c{1} %m%n
      rootLogger.level=warn
      rootLogger.appenderRef.console.ref=console
      """;

  private static Map<String, String> worker(Lane lane) throws IOException {
    String json = "org.apache.kafka.connect.json.JsonConverter";
    return Map.of(
        "bootstrap.servers",
        lane.sandbox().kafka().bootstrapServers(),
        "listeners",
        "http://127.0.0.1:" + freePort(),
        "plugin.discovery",
        "service_load",
        "offset.storage.file.filename",
        lane.sandbox().folder().resolve(lane.name() + ".offsets").toString(),
        "key.converter",
        json,
        "key.converter.schemas.enable",
        "false",
        "value.converter",
        json,
        "value.converter.schemas.enable",
        "false",
        "producer.compression.type",
        "lz4");
  }

  private static Map<String, String> connector(Lane lane, String publication, String snapshot) {
    PostgresService server = lane.sandbox().postgres();
    return Map.ofEntries(
        Map.entry("name", lane.name()),
        Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
        Map.entry("database.hostname", server.host()),
        Map.entry("database.port", Integer.toString(server.port())),
        Map.entry("database.dbname", lane.source().name()),
        Map.entry("database.user", server.user()),
        Map.entry("database.password", server.password()),
        Map.entry("plugin.name", "pgoutput"),
        Map.entry("slot.name", lane.name()),
        Map.entry("publication.name", publication),
        Map.entry("publication.autocreate.mode", "disabled"),
        Map.entry("topic.prefix", lane.name()),
        Map.entry(
            "table.include.list",
            lane.tables().stream().map(Object::toString).collect(Collectors.joining(","))),
        Map.entry("snapshot.mode", snapshot),
        Map.entry("decimal.handling.mode", "string"),
        Map.entry("tombstones.on.delete", "false"),
        // What Caravan's capture leaves in the WAL is no change.
        Map.entry("message.prefix.exclude.list", ".*"));
  }

  private static Path write(Path file, Map<String, String> properties) throws IOException {
    return Files.write(
        file,
        properties.entrySet().stream()
            .map(property -> property.getKey() + "=" + property.getValue())
            .toList());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
