package dev.caravan.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.sandbox.Program;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Dockerfile.jvm makes of the packaged application, run without an engine: the same layout in
 * a root file system of its own, with this machine's JVM and programs in the place of the image's.
 */
final class JvmContainer {

  private static final Path SCRIPT =
      Path.of("src/test/resources/dev/caravan/deployment/container").toAbsolutePath();
  private static final Path DOCKER = Path.of("src/main/docker").toAbsolutePath();
  private static final String ARCHIVE = "caravan.jsa";
  private static final Pattern BUILT = Pattern.compile("--from=build /build/(\\S+?)/? (\\S+)");

  private final Sandbox sandbox;
  private final Dockerfile file = Dockerfile.read(DOCKER.resolve("Dockerfile.jvm"));
  private final Path javaHome = Path.of(System.getProperty("java.home"));
  private final List<String> layout = new ArrayList<>();
  private final Path training;

  JvmContainer(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.training = sandbox.folder().resolve("training");
    layout.add(javaHome + ":" + javaHome);
    for (String copy : file.stage("layout").all("COPY")) {
      Matcher built = BUILT.matcher(copy);
      if (built.matches()) {
        Path source = Path.of(built.group(1)).toAbsolutePath();
        String target = built.group(2).equals("./") ? source.getFileName() + "" : built.group(2);
        layout.add(source + ":/caravan/" + target.replaceAll("/$", ""));
      }
    }
  }

  /** Does what the stage "training" does: leaves the archive of classes. */
  Program train(int port) throws IOException {
    Files.createDirectories(training);
    List<String> mounts = new ArrayList<>(layout);
    mounts.add(Path.of("routes").toAbsolutePath() + ":/caravan/routes");
    mounts.add(DOCKER.resolve("train") + ":/train");
    mounts.add(training + ":/training:rw");
    return start(
        "training",
        "exec,mode=1777",
        "0:0",
        mounts,
        Map.of("QUARKUS_HTTP_PORT", Integer.toString(port)),
        List.of("bash", "/train", "/caravan", "/training/" + ARCHIVE));
  }

  /**
   * Starts the image.
   *
   * @param tmp options of /tmp
   * @param mounts SOURCE:TARGET each, mounted read-only
   * @param variables all that it finds in its environment, but the PATH
   */
  Program start(String tmp, List<String> mounts, Map<String, String> variables) {
    List<String> all = new ArrayList<>(layout);
    all.add(training.resolve(ARCHIVE) + ":/caravan/" + ARCHIVE);
    all.addAll(mounts);
    return start("image", tmp, user(), all, variables, entrypoint());
  }

  /** Who the image runs as, uid:gid. */
  String user() {
    return file.image().only("USER");
  }

  private List<String> entrypoint() {
    try {
      return new ObjectMapper()
          .readValue(file.image().only("ENTRYPOINT"), new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Program start(
      String name,
      String tmp,
      String user,
      List<String> mounts,
      Map<String, String> variables,
      List<String> command) {
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", SCRIPT.toString()));
    try {
      all.add(Files.createTempDirectory(sandbox.folder(), name).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.add(tmp);
    all.add(user);
    all.addAll(mounts);
    all.addAll(List.of("--", "env", "-i", "-C", file.stage("layout").only("WORKDIR")));
    all.add("PATH=" + javaHome.resolve("bin") + ":/usr/bin:/bin");
    variables.forEach((key, value) -> all.add(key + "=" + value));
    all.addAll(command);
    return Program.start(sandbox, name, Map.of(), all);
  }
}
