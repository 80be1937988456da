package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ctl.CtlCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code ./caravanctl} as a process, as people do. */
final class CtlRun {

  private final String url;

  CtlRun(String url) {
    this.url = url;
  }

  /** What it prints; it must end well. */
  String ok(String... arguments) {
    return run(0, arguments);
  }

  /** It must end with the exit code and say so much. */
  void refused(int exitCode, String words, String... arguments) {
    assertThat(run(exitCode, arguments)).contains(words);
  }

  private String run(int exitCode, String... arguments) {
    CtlCall call = CtlCall.of(url, List.of(arguments));
    assertThat(call.exitCode())
        .as("%s%n%s", List.of(arguments), call.printed())
        .isEqualTo(exitCode);
    return call.printed();
  }

  /** The same by {@code ./caravanctl}, whose JVM takes a second for what else takes none. */
  String byScript(int exitCode, String... arguments) {
    List<String> command = new ArrayList<>(List.of("./caravanctl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("").toAbsolutePath().toFile())
            .redirectErrorStream(true);
    builder.environment().put("CARAVAN_URL", url);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s%n%s", command, printed).isEqualTo(exitCode);
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
