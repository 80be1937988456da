package dev.caravan.demo;

import java.util.Locale;

/**
 * What the demo was asked for. Needs nothing but the JDK: {@code ./demo} runs this source file
 * before the first build, so that a mistyped option is told at once and not after it.
 *
 * @param once stop with a report when both sides are the same
 * @param monitoring run Prometheus and Alertmanager as well
 * @param rows orders to load
 * @param rate rows the shop changes per second
 */
public record DemoOptions(boolean once, boolean monitoring, int rows, int rate) {

  private static final int MAX_ROWS = 100_000_000;
  private static final int MAX_RATE = 100_000;
  private static final int LIVE_ROWS = 10_000;
  private static final int ONCE_ROWS = 100_000;
  private static final int DEFAULT_RATE = 200;

  /** Ends with 2 and a message when the arguments are wrong. */
  public static void main(String[] arguments) {
    try {
      parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      System.exit(2);
    }
  }

  /**
   * @throws IllegalArgumentException with a message for people
   */
  static DemoOptions parse(String... arguments) {
    boolean once = false;
    boolean monitoring = false;
    Integer rows = null;
    int rate = DEFAULT_RATE;
    for (int at = 0; at < arguments.length; at++) {
      String argument = arguments[at];
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String option = equals < 0 ? argument : argument.substring(0, equals);
      switch (option) {
        case "--rows", "--rate" -> {
          String value;
          if (equals >= 0) {
            value = argument.substring(equals + 1);
          } else if (++at < arguments.length) {
            value = arguments[at];
          } else {
            throw new IllegalArgumentException(option + " needs a number: " + option + " 1000");
          }
          if (option.equals("--rows")) {
            rows = number(option, value, MAX_ROWS);
          } else {
            rate = number(option, value, MAX_RATE);
          }
        }
        case "--once", "--monitoring" -> {
          if (equals >= 0) {
            throw new IllegalArgumentException(option + " takes no value");
          }
          once |= option.equals("--once");
          monitoring |= option.equals("--monitoring");
        }
        default ->
            throw new IllegalArgumentException(
                "unknown option '" + argument + "'; ./demo --help lists them");
      }
    }
    return new DemoOptions(
        once, monitoring, rows != null ? rows : once ? ONCE_ROWS : LIVE_ROWS, rate);
  }

  private static int number(String option, String value, int max) {
    try {
      int number = Integer.parseInt(value.replace("_", "").replace(",", ""));
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in words that name the option.
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s takes a whole number from 1 to %,d, not '%s'", option, max, value));
  }
}
