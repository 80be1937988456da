package dev.caravan.deliver.option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the parameters of an endpoint's URI as they stand in the route. Camel joins them without
 * encoding and decodes them when it reads them, by which {@code a + b} becomes {@code a b}.
 */
public final class EndpointQuery {

  /** Where a parameter ends and another begins; an {@code &} within a value is none. */
  private static final Pattern NEXT =
      Pattern.compile("&(?=(?:[\\w.]+|(?:mask|hash|rename|columnType|computed)\\.[^=&]+)=)");

  private static final Pattern RAW = Pattern.compile("RAW(?:\\((.*)\\)|\\{(.*)})", Pattern.DOTALL);
  private static final Pattern RAW_END = Pattern.compile("[)}](?=&|$)");

  private EndpointQuery() {}

  /**
   * The parameters by their names, in order.
   *
   * @throws IllegalArgumentException when one is given twice or has no value
   */
  public static Map<String, Object> parse(String uri) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    int at = uri.indexOf('?') + 1;
    while (at > 0 && at < uri.length()) {
      int equals = uri.indexOf('=', at);
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'" + uri.substring(at) + "' has no value; expected name=value");
      }
      int end = end(uri, equals + 1);
      String name = uri.substring(at, equals);
      if (parameters.put(name, plain(uri.substring(equals + 1, end))) != null) {
        throw new IllegalArgumentException(name + " is given twice");
      }
      at = end + 1;
    }
    return parameters;
  }

  private static int end(String uri, int start) {
    int from = start;
    if (uri.startsWith("RAW(", start) || uri.startsWith("RAW{", start)) {
      Matcher raw = RAW_END.matcher(uri);
      from = raw.find(start) ? raw.end() : start;
    }
    Matcher next = NEXT.matcher(uri);
    return next.find(from) ? next.start() : uri.length();
  }

  private static String plain(String value) {
    Matcher raw = RAW.matcher(value);
    return raw.matches() ? raw.group(1) == null ? raw.group(2) : raw.group(1) : value;
  }
}
