package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.demo.Demo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with a sandbox of its own, as its script starts it. */
class DemoIT {

  @Test
  void loadsWaitsAndReports(@TempDir Path folder) throws Exception {
    // When
    Path output = folder.resolve("output");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath(),
                Demo.class.getName(),
                "--once",
                "--rows",
                "2000")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = demo.waitFor(4, TimeUnit.MINUTES);
    if (!ended) {
      demo.destroy();
    }

    // Then
    String printed = Files.readString(output);
    assertThat(ended).as(printed).isTrue();
    assertThat(demo.exitValue()).as(printed).isZero();
    assertThat(printed)
        .contains("inventory.orders", "all the same", "events/s", "p50", "p99")
        .contains("PostgreSQL and ClickHouse hold the same rows.");
    // And leaves nothing behind
    assertThat(List.of(temporary.toFile().list())).noneMatch(name -> name.startsWith("caravan-"));
  }

  /** Surefire may hide the class path in a jar of its own, which the demo could not pass on. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
