package dev.caravan.bench.peer;

import dev.caravan.bench.lane.SourceDatabase;
import dev.caravan.sandbox.Program;
import dev.caravan.sandbox.Sandbox;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/**
 * Reads a replication slot with PostgreSQL's own driver and throws away what comes: as fast as
 * anything can be that is written in Java and reads one slot.
 */
public final class WalReader {

  private static final String RATE = "inserts per second: ";
  private static final String PASSWORD = "BENCH_PASSWORD";

  private WalReader() {}

  /** Starts it in a JVM of its own. */
  public static Program start(
      Sandbox sandbox, SourceDatabase source, String slot, String publication, int inserts) {
    return Program.java(
        sandbox,
        slot,
        Map.of(PASSWORD, sandbox.postgres().password()),
        List.of(
            Heap.OPTION,
            Heap.COLLECTOR,
            "-cp",
            System.getProperty("java.class.path"),
            WalReader.class.getName(),
            source.jdbcUrl(),
            sandbox.postgres().user(),
            slot,
            publication,
            Integer.toString(inserts)));
  }

  /** What its log says of inserts a second; nothing before all have come. */
  public static OptionalDouble rate(String log) {
    return log.lines()
        .filter(line -> line.startsWith(RATE))
        .mapToDouble(line -> Double.parseDouble(line.substring(RATE.length())))
        .findFirst();
  }

  /**
   * @param arguments JDBC URL, user, slot, publication, how many inserts to wait for
   */
  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", arguments[1]);
    properties.setProperty("password", System.getenv(PASSWORD));
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "10");
    try (Connection connection = DriverManager.getConnection(arguments[0], properties);
        PGReplicationStream stream =
            connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(arguments[2])
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", arguments[3])
                .start()) {
      System.out.println(RATE + read(stream, Integer.parseInt(arguments[4])));
      // What ends it is its parent, when it has been looked at.
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }

  private static double read(PGReplicationStream stream, int inserts) throws Exception {
    int seen = 0;
    long begin = 0;
    while (seen < inserts) {
      ByteBuffer message = stream.read();
      if (message.get(message.position()) == 'I' && seen++ == 0) {
        begin = System.nanoTime();
      }
    }
    return (seen - 1) * 1e9 / (System.nanoTime() - begin);
  }
}
