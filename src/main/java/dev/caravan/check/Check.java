package dev.caravan.check;

import dev.caravan.check.run.ClickHouseEngine;
import dev.caravan.check.run.ClickHouseEngines;
import dev.caravan.check.run.GivenClickHouse;
import dev.caravan.check.run.Settings;
import dev.caravan.check.run.TestRun;
import dev.caravan.check.spec.RouteTest;
import dev.caravan.check.spec.SpecException;
import dev.caravan.check.spec.TestFile;
import dev.caravan.compare.ClickHouseAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The command {@code ./check}: tells whether a routes folder is fit to be deployed. Ends with 0
 * when it is, with 1 when a file is wrong or a test fails, with 2 when that could not be found out.
 */
public final class Check {

  static final int GOOD = 0;
  static final int WRONG = 1;
  static final int NOT_CHECKED = 2;

  /** The environment's variable with the password of the ClickHouse given by its URL. */
  static final String PASSWORD = "CARAVAN_CHECK_CLICKHOUSE_PASSWORD";

  private final CheckOptions options;
  private final Map<String, String> environment;
  private final PrintStream err;
  private final Report report;
  private final Settings settings;

  private Check(
      CheckOptions options, Map<String, String> environment, PrintStream out, PrintStream err)
      throws IOException {
    this.options = options;
    this.environment = environment;
    this.err = err;
    this.report = new Report(out, options.json());
    this.settings = Settings.read(environment, Path.of(""));
  }

  public static void main(String[] arguments) {
    // What is to be said is in the report.
    Logger.getLogger("").setLevel(Level.OFF);
    System.exit(run(System.getenv(), System.out, System.err, arguments));
  }

  static int run(
      Map<String, String> environment, PrintStream out, PrintStream err, String... arguments) {
    try {
      if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
        out.print(help());
        return GOOD;
      }
      CheckOptions options = CheckOptions.parse(arguments);
      return new Check(options, environment, out, err).run() ? GOOD : WRONG;
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      err.println("check: " + (e.getMessage() == null ? e : e.getMessage()));
      return NOT_CHECKED;
    }
  }

  private static String help() throws IOException {
    try (InputStream text = Check.class.getResourceAsStream("help.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private boolean run() throws IOException {
    RouteFolder folder = RouteFolder.of(options.folder());
    Set<Path> refused = new HashSet<>();
    try (Validation validation = new Validation(settings)) {
      for (Path file : folder.routes()) {
        List<Finding> found = validation.check(file);
        report.file(name(file), found);
        if (!found.isEmpty()) {
          refused.add(file);
        }
      }
    }
    report.standIns(settings.standIns());
    if (options.tests()) {
      test(runnable(folder, refused));
    }
    return report.end();
  }

  /** The test files that can be run. */
  private Map<Path, TestFile> runnable(RouteFolder folder, Set<Path> refused) throws IOException {
    Map<Path, TestFile> runnable = new LinkedHashMap<>();
    for (Path file : folder.tests()) {
      Path route = RouteFolder.routeOf(file);
      try {
        TestFile tests = TestFile.parse(Files.readString(file));
        if (!folder.routes().contains(route)) {
          throw new SpecException(0, "there is no %s beside it".formatted(name(route)));
        }
        if (refused.contains(route)) {
          report.note("%s: not run, for %s is wrong".formatted(name(file), name(route)));
        } else {
          runnable.put(file, tests);
        }
      } catch (CharacterCodingException e) {
        report.finding(new Finding(name(file), 0, "is not UTF-8; write it as UTF-8 text"));
      } catch (SpecException e) {
        report.finding(new Finding(name(file), e.line(), e.getMessage()));
      }
    }
    return runnable;
  }

  private void test(Map<Path, TestFile> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    try (ClickHouseEngine.Server server = clickHouse()) {
      for (Map.Entry<Path, TestFile> file : files.entrySet()) {
        Path route = RouteFolder.routeOf(file.getKey());
        TestRun run =
            new TestRun(
                server,
                settings,
                file.getValue().settings(),
                name(route),
                Files.readAllBytes(route));
        for (RouteTest test : file.getValue().tests()) {
          report.result(name(file.getKey()), run.run(test));
        }
      }
    }
  }

  private ClickHouseEngine.Server clickHouse() {
    if (options.clickHouseUrl() != null) {
      return new GivenClickHouse(
          new ClickHouseAccess(
              options.clickHouseUrl(),
              "default",
              options.clickHouseUser(),
              environment.getOrDefault(PASSWORD, "")));
    }
    return ClickHouseEngines.start(environment.getOrDefault("PATH", ""), err::println);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
