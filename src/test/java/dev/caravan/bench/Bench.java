package dev.caravan.bench;

import dev.caravan.sandbox.Sandbox;
import java.util.Locale;

/**
 * Captures and delivers a backlog of changes, and captures a part of the same backlog with Camel's
 * stock route, one after the other on one sandbox. Prints events per second; asserts that the
 * tables are equal, and no time.
 */
public final class Bench {

  private static final int CHANGES = 1_000_000;

  /** The stock route needs minutes for what the others do in seconds; its rate is steady. */
  private static final int STOCK_CHANGES = 60_000;

  private Bench() {}

  /**
   * @param arguments nothing, or how many changes to run with
   */
  public static void main(String[] arguments) throws Exception {
    int changes = arguments.length == 0 ? CHANGES : count(arguments[0]);
    try (Sandbox sandbox = Sandbox.start(System.out::println);
        Backlog backlog = new Backlog(sandbox)) {
      backlog.prepare();
      StockCapture stock = new StockCapture(sandbox, backlog);
      stock.prepare();
      say("Writing %,d one-line inserts", changes);
      backlog.write(changes);
      say("Capturing them with Caravan");
      double captured = backlog.capture(changes);
      say("Delivering them with Caravan");
      double delivered = backlog.deliver(changes);
      backlog.mustBeEqual();
      int part = Math.min(changes, STOCK_CHANGES);
      say("Capturing %,d of them with Camel's stock route", part);
      double stockCaptured = stock.capture(part);
      report(changes, captured, stockCaptured, delivered);
    }
    // Kafka's and Camel's threads of this JVM are done with.
    System.exit(0);
  }

  private static int count(String argument) {
    try {
      int count = Integer.parseInt(argument.replace("_", ""));
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    System.err.println("bench: '" + argument + "' is no number of changes; try ./bench 1000000");
    System.exit(2);
    throw new IllegalStateException("unreachable");
  }

  private static void report(int changes, double captured, double stock, double delivered) {
    say("");
    say("%,d changes, %d processors", changes, Runtime.getRuntime().availableProcessors());
    say("%-58s %12s", "way", "events/s");
    say("%-58s %,12.0f", "capture  Caravan", captured);
    say("%-58s %,12.0f", "capture  camel-debezium to camel-kafka, stock", stock);
    say("%-58s %12.1f", "         times the stock route", captured / stock);
    say("%-58s %,12.0f", "deliver  Caravan", delivered);
    say("measured earlier on 2 cores, for comparison:");
    say("%-58s %12s", "capture  Kafka Connect standalone, Debezium 3.2.1", "68,000");
    say("%-58s %12s", "capture  Debezium engine, batches of JSON strings", "63,700");
    say("%-58s %12s", "deliver  ClickHouse Kafka engine, defaults", "57,000-79,000");
    say("%-58s %12s", "deliver  ClickHouse Kafka engine, tuned", "108,000-143,000");
    say("%-58s %12s", "deliver  plain Java client", "178,000-195,000");
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
