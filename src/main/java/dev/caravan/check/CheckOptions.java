package dev.caravan.check;

import java.nio.file.Path;

/**
 * What the command was asked for.
 *
 * @param folder the folder with the route files
 * @param tests whether to run the tests beside them
 * @param json whether to report as JSON
 * @param clickHouseUrl the ClickHouse to test in; null for one of the check's own
 * @param clickHouseUser who may create databases there
 */
record CheckOptions(
    Path folder, boolean tests, boolean json, String clickHouseUrl, String clickHouseUser) {

  private static final String URL = "--clickhouse-url";
  private static final String USER = "--clickhouse-user";

  /**
   * @throws IllegalArgumentException with a message for people
   */
  static CheckOptions parse(String... arguments) {
    Path folder = null;
    boolean tests = true;
    boolean json = false;
    String url = null;
    String user = "default";
    for (int at = 0; at < arguments.length; at++) {
      String argument = arguments[at];
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      if (option.equals(URL) || option.equals(USER)) {
        if (equals < 0 && at + 1 == arguments.length) {
          throw new IllegalArgumentException(option + " needs a value");
        }
        String value = equals < 0 ? arguments[++at] : argument.substring(equals + 1);
        url = option.equals(URL) ? url(value) : url;
        user = option.equals(USER) ? value : user;
      } else if (argument.equals("--no-tests")) {
        tests = false;
      } else if (argument.equals("--json")) {
        json = true;
      } else if (argument.startsWith("-")) {
        throw new IllegalArgumentException(
            argument.contains("password")
                ? "a password does not belong on a command line; set %s in the environment"
                    .formatted(Check.PASSWORD)
                : "unknown option '%s'; ./check --help lists them".formatted(option));
      } else if (folder != null) {
        throw new IllegalArgumentException(
            "one folder is checked at a time, not %s and %s".formatted(folder, argument));
      } else {
        folder = Path.of(argument);
      }
    }
    return new CheckOptions(folder == null ? Path.of("routes") : folder, tests, json, url, user);
  }

  private static String url(String value) {
    if (!value.matches("https?://[^\\s/@]+(/[^@]*)?")) {
      throw new IllegalArgumentException(
          URL + " takes ClickHouse's HTTP interface, such as http://localhost:8123");
    }
    return value.replaceFirst("/+$", "");
  }
}
