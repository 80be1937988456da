package dev.caravan.sandbox;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
   * @param args the broker's configuration file, and further options of the formatting
   */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    try (InputStream file = Files.newInputStream(Path.of(args[0]))) {
      properties.load(file);
    }
    if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
      List<String> format = new ArrayList<>();
      format.addAll(
          List.of("format", "--config", args[0], "--cluster-id", Uuid.randomUuid().toString()));
      format.addAll(List.of(args).subList(1, args.length));
      StorageTool.execute(format.toArray(String[]::new), System.out);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    server.startup();
    System.out.println(READY);
    server.awaitShutdown();
  }
}
