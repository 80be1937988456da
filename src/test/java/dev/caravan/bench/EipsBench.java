package dev.caravan.bench;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Delivers one backlog without and with steps for single events, and prints events per second. */
public final class EipsBench {

  private static final int CHANGES = 1_000_000;

  private static final String SPLIT =
      """
      - split:
          simple: "${body}"
          streaming: true
          aggregationStrategy: changes
          steps:
            - filter:
                simple: "${body[after][status]} != 'draft'"
                steps:
                  - %s
      """;

  private EipsBench() {}

  /**
   * @param arguments nothing, or how many changes to run with
   */
  public static void main(String[] arguments) throws Exception {
    int changes = arguments.length == 0 ? CHANGES : Integer.parseInt(arguments[0].replace("_", ""));
    try (Sandbox sandbox = Sandbox.start(System.out::println);
        Backlog backlog = new Backlog(sandbox)) {
      backlog.prepare();
      backlog.write(changes);
      backlog.capture(changes);
      double plain = deliver(sandbox, backlog, changes, "plain", "");
      double looked =
          deliver(
              sandbox,
              backlog,
              changes,
              "looked",
              SPLIT.formatted("setHeader: {name: h, constant: x}"));
      double changed =
          deliver(
              sandbox,
              backlog,
              changes,
              "changed",
              SPLIT.formatted("script: {simple: \"${body[after].put('note', 'x')}\"}"));
      say("");
      say("%,d events, %d processors", changes, Runtime.getRuntime().availableProcessors());
      say("%-44s %,12.0f events/s", "without a split", plain);
      say("%-44s %,12.0f events/s", "with a split that looks into each event", looked);
      say("%-44s %12.1f times", "", plain / looked);
      say("%-44s %,12.0f events/s", "with a split that changes each event", changed);
      say("%-44s %12.1f times", "", plain / changed);
    }
    System.exit(0);
  }

  private static double deliver(
      Sandbox sandbox, Backlog backlog, int changes, String name, String split) throws Exception {
    String table = "bench_" + name + "_final";
    Path folder = Files.createDirectory(sandbox.folder().resolve("routes-" + name));
    String route =
        """
        - route:
            id: bench-%s
            from:
              uri: kafka:%s
              steps:
        %s        - to: clickhouse:%s
        """
            .formatted(name, Backlog.topic(), split.indent(8), table);
    Files.writeString(folder.resolve("bench.camel.yaml"), route);
    say("Delivering, %s", name);
    Application.Builder application =
        Application.on(sandbox).set("caravan.routes.folder", folder.toString());
    return backlog.deliver(changes, application, table);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
