package dev.caravan.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker that encrypts: one listener wants a user, the other one a client certificate. A third
 * one, open, is for the broker itself and for what a test looks at.
 */
final class SecuredKafka extends LocalService implements KafkaService {

  private final int port = LoopbackPort.free();
  private final int userPort = LoopbackPort.free();
  private final int certificatePort = LoopbackPort.free();
  private final Path configuration = folder().resolve("server.properties");
  private final Security security;

  SecuredKafka(Reaper reaper, Security security) {
    super("kafka", reaper);
    this.security = security;
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
    throw new UnsupportedOperationException("the secured broker has no listener for a link");
  }

  int userPort() {
    return userPort;
  }

  int certificatePort() {
    return certificatePort;
  }

  @Override
  List<String> command() {
    return LocalKafka.command(
        folder(),
        "-Xmx384m",
        configuration,
        "--add-scram",
        "SCRAM-SHA-512=[name=%s,password=%s]".formatted(Security.USER, Security.KAFKA_PASSWORD));
  }

  @Override
  boolean answers() {
    return log().contains(BrokerLauncher.READY);
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  private String settings(int controllerPort) throws IOException {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=OPEN://127.0.0.1:%1$d,USER://127.0.0.1:%4$d,CERTIFICATE://127.0.0.1:%5$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=OPEN://127.0.0.1:%1$d,USER://localhost:%4$d,CERTIFICATE://localhost:%5$d
        listener.security.protocol.map=OPEN:PLAINTEXT,USER:SASL_SSL,CERTIFICATE:SSL,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=OPEN
        sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
        listener.name.user.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
        listener.name.user.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%6$s="%7$s";
        listener.name.certificate.ssl.client.auth=required
        ssl.keystore.type=PEM
        ssl.keystore.certificate.chain=%8$s
        ssl.keystore.key=%9$s
        ssl.truststore.type=PEM
        ssl.truststore.certificates=%10$s
        log.dirs=%3$s
        auto.create.topics.enable=false
        num.partitions=1
        default.replication.factor=1
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=16777216
        """
        .formatted(
            port,
            controllerPort,
            folder().resolve("data"),
            userPort,
            certificatePort,
            Security.USER,
            Security.KAFKA_PASSWORD,
            oneLine(security.certificates().server()),
            oneLine(security.certificates().serverKey()),
            oneLine(security.certificates().authority()));
  }

  /** As a properties file has it. */
  private static String oneLine(Path file) throws IOException {
    return Files.readString(file).strip().replace("\r", "").replace("\n", "\\n\\\n  ");
  }
}
