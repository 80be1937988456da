package dev.caravan.deployment;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of docs/configuration.md, of which another test says that they are those of the code.
 */
final class KnownKeys {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(caravan\\.[^`]+)` \\|", Pattern.MULTILINE);

  /** What others read: the JVM, and what has passwords from files. */
  private static final Set<String> OTHERS =
      Set.of("JDK_JAVA_OPTIONS", "SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS");

  private static final Set<String> KEYS = read();

  private KnownKeys() {}

  private static Set<String> read() {
    Set<String> keys = new TreeSet<>();
    Matcher rows = ROW.matcher(Yaml.text(Path.of("docs/configuration.md")));
    while (rows.find()) {
      keys.add(rows.group(1));
    }
    return keys;
  }

  /** Whether a file of this name, where passwords are read from, says something. */
  static boolean hasKey(String key) {
    return KEYS.contains(key);
  }

  /** Whether a variable says something to Caravan. */
  static boolean hasVariable(String variable) {
    return OTHERS.contains(variable) || KEYS.stream().anyMatch(key -> isVariable(variable, key));
  }

  private static boolean isVariable(String variable, String key) {
    String name = key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    return name.endsWith("*")
        ? variable.startsWith(name.substring(0, name.length() - 1))
        : variable.equals(name);
  }
}
