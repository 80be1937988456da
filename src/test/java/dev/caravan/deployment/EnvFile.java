package dev.caravan.deployment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A file {@code .env}.
 *
 * @param values by name
 * @param unexplained names without a comment right above
 */
record EnvFile(Map<String, String> values, Set<String> unexplained) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");
  private static final Pattern LINE = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");

  static EnvFile read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> unexplained = new TreeSet<>();
    boolean explained = false;
    for (String line : Yaml.text(file).lines().toList()) {
      Matcher assignment = LINE.matcher(line);
      if (line.isBlank()) {
        explained = false;
      } else if (line.startsWith("#")) {
        // A headline explains nothing.
        explained = !line.startsWith("# ---");
      } else if (assignment.matches()) {
        if (values.put(assignment.group(1), assignment.group(2)) != null) {
          throw new IllegalArgumentException(assignment.group(1) + " is there twice");
        }
        if (!explained) {
          unexplained.add(assignment.group(1));
        }
        explained = false;
      } else {
        throw new IllegalArgumentException("Not NAME=value: " + line);
      }
    }
    return new EnvFile(values, unexplained);
  }

  /** The names a text asks for. */
  static Set<String> asked(String text) {
    Set<String> names = new TreeSet<>();
    VARIABLE.matcher(text).results().forEach(name -> names.add(name.group(1)));
    return names;
  }

  /** Puts the values in, everywhere in a document. */
  Object into(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<Object, Object> result = new LinkedHashMap<>();
      map.forEach((key, value) -> result.put(key, into(value)));
      return result;
    }
    if (node instanceof Iterable<?> list) {
      return StreamSupport.stream(list.spliterator(), false).map(this::into).toList();
    }
    return node instanceof String text ? into(text) : node;
  }

  private String into(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            name -> {
              String value = values.get(name.group(1));
              if (value == null) {
                throw new IllegalArgumentException("There is no value of " + name.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
