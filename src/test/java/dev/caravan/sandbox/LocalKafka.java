package dev.caravan.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One KRaft node, broker and controller, in a JVM of its own. */
final class LocalKafka extends LocalService implements KafkaService {

  private static final Pattern NEEDED =
      Pattern.compile(
          "(kafka|group-coordinator|scala|metrics-core|jackson|slf4j|jopt|argparse4j|caffeine|"
              + "pcollections|zstd|lz4|snappy|re2j|hash4j|commons-validator|commons-logging|"
              + "commons-digester|commons-collections|commons-beanutils|HdrHistogram|"
              + "jboss-logmanager|smallrye-common|wildfly-common|jakarta.json|parsson)");

  private final int port = LoopbackPort.free();
  private final int linkedPort = LoopbackPort.free();
  private final int linkPort = LoopbackPort.free();
  private final Path configuration = folder().resolve("server.properties");

  LocalKafka(Reaper reaper) {
    super("kafka", reaper);
    try {
      Files.writeString(configuration, settings(LoopbackPort.free()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public NetworkLink link() {
    return NetworkLink.between(linkPort, linkedPort);
  }

  @Override
  List<String> command() {
    return command(folder(), "-Xmx512m", configuration);
  }

  /** What runs a broker in a JVM of its own. */
  static List<String> command(
      Path folder, String heap, Path configuration, String... formatOptions) {
    List<String> rest =
        new ArrayList<>(
            List.of(
                heap,
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                ClassPath.of(jar -> NEEDED.matcher(jar).lookingAt()),
                BrokerLauncher.class.getName(),
                configuration.toString()));
    rest.addAll(List.of(formatOptions));
    return JavaCommand.of(folder, rest);
  }

  @Override
  boolean answers() {
    return log().contains(BrokerLauncher.READY);
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  /**
   * The short session lets a killed broker register again at once; the small cleaner buffer fits
   * the heap.
   */
  private String settings(int controllerPort) {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%1$d,LINKED://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,LINKED://127.0.0.1:%5$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,LINKED:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        num.partitions=1
        default.replication.factor=1
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        broker.session.timeout.ms=2000
        broker.heartbeat.interval.ms=300
        log.cleaner.dedupe.buffer.size=16777216
        """
        .formatted(port, controllerPort, folder().resolve("data"), linkedPort, linkPort);
  }
}
