package dev.caravan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the images are built from is there, and what runs in them may do little. */
class DockerfileTest {

  private static final Path FOLDER = Path.of("src/main/docker");
  private static final Pattern COPY =
      Pattern.compile("(?:--from=(\\S+) )?(?:--chmod=\\d+ )?(\\S+) (\\S+)");

  private static Dockerfile read(String name) {
    return Dockerfile.read(FOLDER.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void imagesAreOfOneVersion(String name) {
    Dockerfile file = read(name);
    assertThat(file.stages())
        .allSatisfy(
            stage -> {
              if (!file.hasStage(stage.from())) {
                assertThat(stage.from()).matches(Images.PINNED);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void whatIsCopiedIsThereAndReachesTheBuilder(String name) {
    // Given
    Dockerfile file = read(name);
    List<String> ignore = Yaml.text(Path.of(".dockerignore")).lines().toList();
    assertThat(ignore).contains("*");

    for (Dockerfile.Stage stage : file.stages()) {
      for (String copy : stage.all("COPY")) {
        // When
        Matcher parts = COPY.matcher(copy);
        assertThat(parts.matches()).as(copy).isTrue();

        // Then
        if (parts.group(1) != null) {
          assertThat(file.hasStage(parts.group(1))).as(copy).isTrue();
        } else {
          Path source = Path.of(parts.group(2));
          assertThat(source).as(copy).exists();
          assertThat(ignore.stream().filter(line -> line.startsWith("!")))
              .as(copy)
              .anyMatch(line -> isLetThrough(source, line.substring(1)));
        }
      }
    }
  }

  /** A folder is when something of it is. */
  private static boolean isLetThrough(Path source, String pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return source.startsWith(pattern)
        || matcher.matches(source)
        || (Files.isDirectory(source) && Path.of(pattern).startsWith(source));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void theImageRunsAsAUserOfNoRights(String name) {
    Dockerfile.Stage image = read(name).image();
    assertThat(image.only("USER")).matches("[1-9]\\d{3,}:[1-9]\\d{3,}");
    assertThat(image.only("EXPOSE")).isEqualTo("8083");
    assertThat(image.only("STOPSIGNAL")).isEqualTo("SIGTERM");
    assertThat(image.only("HEALTHCHECK")).endsWith("CMD [\"/usr/local/bin/probe\", \"live\"]");
    assertThat(image.only("ENTRYPOINT")).startsWith("[\"").doesNotContain("sh\"");
  }

  @Test
  void theJvmsImageIsLayeredFromWhatChangesLeastToWhatChangesMost() {
    Dockerfile file = read("Dockerfile.jvm");
    Dockerfile.Stage layout = file.stage("layout");
    assertThat(layout.all("COPY").stream().filter(copy -> copy.startsWith("--from=build")))
        .extracting(copy -> copy.replaceAll(".*/quarkus-app/(\\S+) .*", "$1"))
        .containsExactly("lib/boot/", "lib/main/", "quarkus-run.jar", "quarkus/", "app/");
    assertThat(file.image().from()).isEqualTo("layout");
  }

  /** The JVM takes an archive of classes only with the options it was made with. */
  @Test
  void theArchiveOfClassesIsMadeAsItIsUsed() {
    String used = read("Dockerfile.jvm").image().only("ENTRYPOINT");
    String made = Yaml.text(FOLDER.resolve("train"));
    for (String option :
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xlog:cds=off,cds+dynamic=off,class+path=off")) {
      assertThat(used).contains("\"" + option + "\"");
      assertThat(made).contains(option);
    }
    assertThat(used).contains("-XX:SharedArchiveFile=/caravan/caravan.jsa");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main/docker/probe",
        "src/main/docker/train",
        "compose/smoke",
        "compose/grafana/start",
        "compose/clickhouse/10-users.sh",
        "kubernetes/prometheus-rules"
      })
  void scriptsCanBeRun(String script) {
    assertThat(Path.of(script)).isExecutable();
  }

  @Test
  void whatTheTrainingIsToldItUnderstands() {
    Matcher variables =
        Pattern.compile("\\bCARAVAN_[A-Z_]+(?==)").matcher(Yaml.text(FOLDER.resolve("train")));
    assertThat(variables.results().map(found -> found.group()))
        .isNotEmpty()
        .allMatch(KnownKeys::hasVariable);
  }
}
