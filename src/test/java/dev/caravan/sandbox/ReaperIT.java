package dev.caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaperIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "INT", "TERM"})
  void endsEverythingWhenTheJvmOfASandboxEnds(String signal) throws Exception {
    // Given
    Process jvm = sandboxUntilKilled();
    try (var printed = jvm.inputReader()) {
      assertThat(printed.lines().anyMatch(SandboxUntilKilled.STARTED::equals)).isTrue();
      List<ProcessHandle> below = jvm.descendants().toList();
      assertThat(below).hasSizeGreaterThan(5);

      // When
      send(signal, jvm.pid());

      // Then
      await().atMost(LIMIT).until(() -> below.stream().noneMatch(ProcessHandle::isAlive));
      await().atMost(LIMIT).untilAsserted(() -> assertThat(folder.toFile().list()).isEmpty());
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void leavesAloneWhatItWasNotTold() throws Exception {
    // Given
    Process other = new ProcessBuilder("sleep", "600").start();
    Process watched = new ProcessBuilder("sh", "-c", "sleep 600 & sleep 600").start();
    Path ours;
    try (Reaper reaper = new Reaper()) {
      ours = reaper.folder(folder, "test");
      reaper.watch(watched.pid(), "TERM");

      // When
    }

    // Then
    assertThat(watched.waitFor()).isNotZero();
    assertThat(watched.descendants()).isEmpty();
    assertThat(other.isAlive()).isTrue();
    assertThat(ours).doesNotExist();
    assertThat(folder).exists();
    other.destroyForcibly();
  }

  private Process sandboxUntilKilled() throws IOException {
    // Where the build itself was started in the background, SIGINT is ignored by all below it.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(
        JavaCommand.of(
            folder,
            List.of(
                "-cp",
                String.join(File.pathSeparator, ClassPath.entries()),
                SandboxUntilKilled.class.getName())));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void send(String signal, long pid) throws Exception {
    new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid).start().waitFor();
  }
}
