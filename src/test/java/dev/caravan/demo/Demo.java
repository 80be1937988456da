package dev.caravan.demo;

import dev.caravan.monitoring.stack.Programs;
import dev.caravan.sandbox.SandboxException;
import java.io.IOException;
import java.sql.SQLException;

/**
 * What {@code ./demo} runs. Ends with 0 when all went well, 1 when the databases differ or
 * something failed, 2 when the arguments are wrong, 130 after Ctrl-C.
 */
public final class Demo {

  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;

  private final DemoOptions options;
  private final Terminal terminal = Terminal.fromSystem();
  private final Steps steps = new Steps(terminal);
  private volatile boolean ending;

  private Demo(DemoOptions options) {
    this.options = options;
  }

  public static void main(String[] arguments) {
    DemoOptions options;
    try {
      options = DemoOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      System.exit(WRONG_ARGUMENTS);
      return;
    }
    System.exit(new Demo(options).run());
  }

  private int run() {
    if (options.monitoring() && !Programs.areThere()) {
      System.err.println("demo: " + Programs.lack());
      return WRONG_ARGUMENTS;
    }
    Thread hook = new Thread(this::interrupted, "ctrl-c");
    Runtime.getRuntime().addShutdownHook(hook);
    terminal.line(terminal.style().bold("Caravan demo"));
    steps.done("Starting PostgreSQL, Kafka and ClickHouse");
    int exit;
    try (Pipeline pipeline = Pipeline.start(this::progress)) {
      exit = run(pipeline);
    } catch (SandboxException | SQLException | IOException e) {
      exit = fail(e.getMessage());
    } catch (Exception e) {
      exit = fail(e.toString());
    }
    if (!ending) {
      Runtime.getRuntime().removeShutdownHook(hook);
      terminal.close("");
    }
    return exit;
  }

  private int run(Pipeline pipeline) throws Exception {
    if (!options.once()) {
      new LiveDemo(options, pipeline, terminal, steps).run();
      return 0;
    }
    OnceReport report = new OnceDemo(options, pipeline, steps).run();
    terminal.line("");
    report.lines(terminal.style()).forEach(terminal::line);
    return report.same() ? 0 : FAILED;
  }

  private void progress(String line) {
    if (line.startsWith("Fetching")) {
      steps.underWay("%s", line);
    } else {
      steps.done("%s", line);
    }
  }

  private int fail(String message) {
    if (!ending) {
      terminal.line("");
      terminal.line(terminal.style().bad("demo: " + message));
    }
    return FAILED;
  }

  private void interrupted() {
    ending = true;
    terminal.close("Stopping everything.");
  }
}
