package dev.caravan.ctl;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * A call of {@code caravanctl} within this JVM.
 *
 * @param exitCode what the process would end with
 * @param printed what it prints and complains of
 */
public record CtlCall(int exitCode, String printed) {

  /**
   * @param url of the application
   */
  public static CtlCall of(String url, List<String> arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    CommandLine line = CaravanCtl.commandLine(Map.of("CARAVAN_URL", url), out);
    line.setErr(new PrintWriter(out, true));
    int exitCode = line.execute(arguments.toArray(String[]::new));
    return new CtlCall(exitCode, bytes.toString(StandardCharsets.UTF_8));
  }
}
