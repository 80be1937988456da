package dev.caravan.compare;

import dev.caravan.security.PemFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the command was asked for: by options, else by the environment variables the application
 * itself reads. A password is taken from the environment only, for everybody on the machine can
 * read a command line.
 *
 * @param settings the coordinates under the names of the environment variables
 * @param tables what to compare; empty with {@code all}
 * @param all compare every table that has a view of its name
 * @param settle compare again while both sides still come closer, and for this long after; null to
 *     compare once
 * @param differences how many differences of a table are told one by one
 */
record CompareOptions(
    Map<String, String> settings,
    List<TablePair> tables,
    boolean all,
    Duration settle,
    int differences) {

  private static final int DIFFERENCES = 20;
  private static final String POSTGRES = "CARAVAN_POSTGRES_";
  private static final String CLICKHOUSE = "CARAVAN_DELIVER_CLICKHOUSE_";
  private static final String PROPERTIES = POSTGRES + "PROPERTIES_";

  private static final Map<String, String> OPTIONS =
      Map.of(
          "--postgres-host", POSTGRES + "HOST",
          "--postgres-port", POSTGRES + "PORT",
          "--postgres-database", POSTGRES + "DATABASE",
          "--postgres-user", POSTGRES + "USER",
          "--clickhouse-url", CLICKHOUSE + "URL",
          "--clickhouse-database", CLICKHOUSE + "DATABASE",
          "--clickhouse-user", CLICKHOUSE + "USER");

  /**
   * @throws IllegalArgumentException with a message for people
   */
  static CompareOptions parse(Map<String, String> environment, String... arguments) {
    Map<String, String> settings = new TreeMap<>(environment);
    List<TablePair> tables = new ArrayList<>();
    boolean all = false;
    Duration settle = null;
    int differences = DIFFERENCES;
    for (int at = 0; at < arguments.length; at++) {
      String argument = arguments[at];
      if (!argument.startsWith("--")) {
        tables.add(TablePair.parse(argument));
        continue;
      }
      if (argument.equals("--all")) {
        all = true;
        continue;
      }
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      if (!OPTIONS.containsKey(option) && !option.matches("--settle|--differences")) {
        throw new IllegalArgumentException(unknown(option));
      }
      if (equals < 0 && at + 1 == arguments.length) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      String value = equals < 0 ? arguments[++at] : argument.substring(equals + 1);
      switch (option) {
        case "--settle" -> settle = Duration.ofSeconds(number(option, value, 86_400));
        case "--differences" -> differences = number(option, value, 1_000_000);
        default -> settings.put(OPTIONS.get(option), value);
      }
    }
    if (all != tables.isEmpty()) {
      throw new IllegalArgumentException(
          all
              ? "give either --all or tables"
              : "name the tables to compare, such as inventory.orders, or give --all");
    }
    return new CompareOptions(settings, tables, all, settle, differences);
  }

  private static String unknown(String option) {
    return option.contains("password")
        ? "a password does not belong on a command line; set "
            + (option.contains("clickhouse") ? CLICKHOUSE : POSTGRES)
            + "PASSWORD in the environment"
        : "unknown option '" + option + "'; ./compare --help lists them";
  }

  private static int number(String option, String value, int max) {
    if (value.matches("[0-9]{1,7}") && Integer.parseInt(value) <= max) {
      return Integer.parseInt(value);
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s takes a whole number from 0 to %,d, not '%s'", option, max, value));
  }

  String postgresUrl() {
    return "jdbc:postgresql://%s:%s/%s"
        .formatted(
            settings.getOrDefault(POSTGRES + "HOST", "localhost"),
            settings.getOrDefault(POSTGRES + "PORT", "5432"),
            settings.getOrDefault(POSTGRES + "DATABASE", "postgres"));
  }

  /** User, password and what is set as {@code CARAVAN_POSTGRES_PROPERTIES_...}. */
  Properties postgresProperties() {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "caravan-compare");
    properties.setProperty("user", settings.getOrDefault(POSTGRES + "USER", "postgres"));
    properties.setProperty("password", settings.getOrDefault(POSTGRES + "PASSWORD", ""));
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(PROPERTIES)) {
            properties.setProperty(
                name.substring(PROPERTIES.length()).toLowerCase(Locale.ROOT), value);
          }
        });
    return properties;
  }

  ClickHouseAccess clickHouse() {
    return new ClickHouseAccess(
        settings.getOrDefault(CLICKHOUSE + "URL", "http://localhost:8123"),
        settings.getOrDefault(CLICKHOUSE + "DATABASE", "default"),
        settings.getOrDefault(CLICKHOUSE + "USER", "default"),
        settings.getOrDefault(CLICKHOUSE + "PASSWORD", ""),
        new PemFiles(
            file(CLICKHOUSE + "CA_CERTIFICATE"),
            file(CLICKHOUSE + "CLIENT_CERTIFICATE"),
            file(CLICKHOUSE + "CLIENT_KEY")));
  }

  private Optional<Path> file(String name) {
    return Optional.ofNullable(settings.get(name)).filter(path -> !path.isBlank()).map(Path::of);
  }
}
