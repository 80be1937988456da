package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.deployment.ComposeFile.Service;
import dev.caravan.pipeline.IsolatedPipeline;
import dev.caravan.sandbox.LoopbackPort;
import dev.caravan.sandbox.Program;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The image's layout works as compose.yaml runs it: as a user of no rights on a read-only root,
 * with the variables, secrets and mounts that are written there and nothing else.
 */
@ExtendWith(SharedSandbox.class)
class JvmContainerIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(25);
  private static final TableName[] SHOP = {
    new TableName("inventory", "customers"),
    new TableName("inventory", "products"),
    new TableName("inventory", "inventory"),
    new TableName("inventory", "orders")
  };

  private final Service compose =
      ComposeFile.read(EnvFile.read(ComposeFile.FOLDER.resolve(".env"))).services().get("caravan");

  /** Only root makes a root file system, and becomes another user. */
  @BeforeAll
  static void isRoot() throws IOException {
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    assertThat(root || System.getenv("CI") == null).as("CI runs as root").isTrue();
    Assumptions.assumeTrue(root, "a container's layout can be made by root alone");
  }

  @Test
  void theShopIsDeliveredByAUserOfNoRightsOnAReadOnlyRoot(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, JvmContainerIT.class)) {
      // Given what the image is built from, and the sample shop
      JvmContainer container = new JvmContainer(sandbox);
      long began = System.nanoTime();
      try (Program training = container.train(LoopbackPort.free())) {
        pipeline.sql(
            "DROP SCHEMA inventory",
            Yaml.text(Path.of("src/test/resources/dev/caravan/workload/inventory.sql")),
            Yaml.text(ComposeFile.FOLDER.resolve("postgres/sample-data.sql")));
        assertThat(training.exitCode()).as(training.log()).isZero();
      }
      say("training", began);

      // When
      int port = LoopbackPort.free();
      began = System.nanoTime();
      Program program =
          container.start(tmp(), mounts(sandbox), variables(sandbox, pipeline.database(), port));
      try (program) {
        for (String probe : List.of("live", "started", "ready")) {
          await(probe)
              .atMost(LIMIT)
              .until(
                  () -> {
                    program.mustRun();
                    return isUp(probe, port);
                  });
          say("until " + probe, began);
        }
        pipeline.awaitEqual(SHOP);
        say("until the shop is there", began);
        pipeline.sql(
            "UPDATE inventory.customers SET name = 'Zoë Ångström – 北京' WHERE id % 100 = 0",
            "DELETE FROM inventory.orders WHERE id % 97 = 0");
        pipeline.awaitEqual(SHOP);

        // Then
        String status = Files.readString(Path.of("/proc", program.pid() + "", "status"));
        assertThat(status)
            .containsPattern("(?m)^Uid:\\s" + container.user().split(":")[0] + "\\s")
            .containsPattern("(?m)^Gid:\\s" + container.user().split(":")[1] + "\\s")
            .containsPattern("(?m)^CapBnd:\\s0+$");
        assertThat(Files.readString(Path.of("/proc", program.pid() + "", "maps")))
            .as("the archive of classes is used")
            .contains("/caravan/caravan.jsa");
        assertThat(program.log()).contains("127.0.0.1").doesNotContain("ERROR", "WARN");
        began = System.nanoTime();
      }
      assertThat(program.exitCode()).as(program.log()).isIn(0, 143);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GRACE);
      say("until it has ended", began);
      assertThat(isUp("live", port)).isFalse();
    }
  }

  private static void say(String what, long began) {
    System.out.printf(
        "JvmContainerIT %s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  private String tmp() {
    assertThat(compose.tmpfs()).hasSize(1).first().asString().startsWith("/tmp:");
    return compose.tmpfs().get(0).substring("/tmp:".length());
  }

  /** The routes' folder and configuration as they are, and secrets that the user may only read. */
  private List<String> mounts(Sandbox sandbox) throws IOException {
    List<String> mounts = new ArrayList<>();
    for (String volume : compose.volumes()) {
      String[] parts = volume.split(":");
      mounts.add(
          ComposeFile.FOLDER.resolve(parts[0]).toAbsolutePath().normalize() + ":" + parts[1]);
    }
    Map<String, String> secrets =
        Map.of(
            "caravan.postgres.password", sandbox.postgres().password(),
            "caravan.deliver.clickhouse.password", sandbox.clickhouse().password(),
            "caravan.control.token", "token-of-the-control-interface");
    Path folder = Files.createTempDirectory(sandbox.folder(), "secrets");
    for (Object secret : compose.secrets()) {
      String target = ((Map<?, ?>) secret).get("target").toString();
      Path file = Files.writeString(folder.resolve(target), secrets.get(target));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
      mounts.add(file + ":/run/secrets/" + target);
    }
    return mounts;
  }

  /** Those of compose.yaml, but for where the servers are, and what keeps tests apart. */
  private Map<String, String> variables(Sandbox sandbox, String name, int port) {
    Map<String, String> variables = new TreeMap<>(compose.environment());
    for (Map.Entry<String, String> own :
        Map.of(
                "CARAVAN_POSTGRES_HOST", sandbox.postgres().host(),
                "CARAVAN_POSTGRES_DATABASE", name,
                "CARAVAN_POSTGRES_USER", sandbox.postgres().user(),
                "CARAVAN_KAFKA_BOOTSTRAP_SERVERS", sandbox.kafka().bootstrapServers(),
                "CARAVAN_DELIVER_CLICKHOUSE_URL", sandbox.clickhouse().url(),
                "CARAVAN_DELIVER_CLICKHOUSE_DATABASE", name,
                "CARAVAN_DELIVER_CLICKHOUSE_USER", sandbox.clickhouse().user())
            .entrySet()) {
      assertThat(variables.put(own.getKey(), own.getValue())).as(own.getKey()).isNotNull();
    }
    variables.put("CARAVAN_POSTGRES_PORT", Integer.toString(sandbox.postgres().port()));
    for (String each :
        List.of(
            "CARAVAN_CAPTURE_SLOT",
            "CARAVAN_CAPTURE_PUBLICATION",
            "CARAVAN_TOPIC_PREFIX",
            "CARAVAN_DELIVER_GROUP_PREFIX")) {
      variables.put(each, name);
    }
    assertThat(variables.keySet()).allMatch(KnownKeys::hasVariable);
    variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    // What an engine limits, the JVM is told.
    variables.merge(
        "JDK_JAVA_OPTIONS",
        "-XX:MaxRAM=" + compose.deploy().resources().limits().memory(),
        (given, limit) -> given + " " + limit);
    return variables;
  }

  /** Asks as the image's health check does. */
  private static boolean isUp(String probe, int port) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("src/main/docker/probe", probe)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    return builder.start().waitFor() == 0;
  }
}
