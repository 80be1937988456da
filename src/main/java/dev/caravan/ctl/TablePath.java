package dev.caravan.ctl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as people name it: {@code inventory.orders}, or quoted as SQL does where a part holds a
 * dot: {@code "my.schema"."Order Details"}.
 */
record TablePath(String schema, String table) {

  private static final Pattern PLAIN = Pattern.compile("([^.\"]+)\\.([^\"]+)");
  private static final Pattern QUOTED =
      Pattern.compile("(?:\"([^\"]+)\"|([^.\"]+))\\.(?:\"([^\"]+)\"|([^.\"]+))");

  /**
   * @throws IllegalArgumentException when it is none
   */
  static TablePath parse(String name) {
    Matcher plain = PLAIN.matcher(name);
    if (plain.matches()) {
      return new TablePath(plain.group(1), plain.group(2));
    }
    Matcher quoted = QUOTED.matcher(name);
    if (quoted.matches()) {
      return new TablePath(
          quoted.group(1) == null ? quoted.group(2) : quoted.group(1),
          quoted.group(3) == null ? quoted.group(4) : quoted.group(3));
    }
    throw new IllegalArgumentException(
        "'%s' names no table; expected <schema>.<table>, such as inventory.orders".formatted(name));
  }

  /** {@code /inventory/orders}, as URLs write it. */
  String path() {
    return "/" + encode(schema) + "/" + encode(table);
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
