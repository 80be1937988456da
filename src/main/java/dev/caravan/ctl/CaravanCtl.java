package dev.caravan.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code caravanctl}: asks a running Caravan, and says what it answers. */
@Command(
    name = "caravanctl",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "VERB",
    description = "Asks a running Caravan, and says what it answers.",
    footer = {
      "",
      "The token of caravan.control.token is read from the variable CARAVAN_CONTROL_TOKEN or from"
          + " --token-file.",
      "Ends with 0 when it is done, 1 when it is refused or failed, 2 when the command is wrong."
    })
final class CaravanCtl extends TableVerbs {

  private static final int FAILED = 1;

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description = "Where Caravan listens (CARAVAN_URL; http://localhost:8083).")
  private String url;

  @Option(
      names = "--token-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "A file that holds the token.")
  private Path tokenFile;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the answer as it is.")
  private boolean json;

  private final Map<String, String> environment;
  private final PrintStream out;

  CaravanCtl(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(commandLine(System.getenv(), out).execute(arguments));
  }

  static CommandLine commandLine(Map<String, String> environment, PrintStream out) {
    CaravanCtl ctl = new CaravanCtl(environment, out);
    CommandLine line = new CommandLine(ctl);
    line.setOut(new PrintWriter(out, true));
    line.addSubcommand(new CaptureVerbs(ctl));
    line.addSubcommand(new DeadLetterVerbs(ctl));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof IllegalArgumentException) {
            command.getErr().println("caravanctl: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnInvalidInput();
          }
          if (failure instanceof CallFailedException) {
            command.getErr().println("caravanctl: " + failure.getMessage());
            return FAILED;
          }
          throw failure;
        });
    return line;
  }

  @Override
  ControlCalls calls() {
    return new ControlCalls(
        url != null ? url : environment.getOrDefault("CARAVAN_URL", "http://localhost:8083"),
        token());
  }

  /** Prints an answer as it is, or as people read it. */
  @Override
  void print(JsonNode answer, Function<JsonNode, String> forPeople) {
    out.println(json ? answer.toPrettyString() : forPeople.apply(answer).stripTrailing());
  }

  /** Prints a line while something goes on, which is no answer. */
  @Override
  void tell(String line) {
    if (!json) {
      out.println(line);
    }
  }

  void write(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  private String token() {
    if (tokenFile == null) {
      String token = environment.get("CARAVAN_CONTROL_TOKEN");
      return token == null || token.isBlank() ? null : token.strip();
    }
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("--token-file %s can't be read".formatted(tokenFile), e);
    }
  }
}
