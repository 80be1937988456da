package dev.caravan.sandbox;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** The broker's JVM: formats its storage at the first start, so that one JVM is enough. */
public final class BrokerLauncher {

  /** Printed when the broker takes requests. */
  static final String READY = "caravan: the broker is ready";

  private BrokerLauncher() {}

  /**
   * @param args the broker's configuration file
   */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    try (InputStream file = Files.newInputStream(Path.of(args[0]))) {
      properties.load(file);
    }
    if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
      String[] format = {
        "format", "--config", args[0], "--cluster-id", Uuid.randomUuid().toString()
      };
      StorageTool.execute(format, System.out);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    server.startup();
    System.out.println(READY);
    server.awaitShutdown();
  }
}
