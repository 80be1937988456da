package dev.caravan.deployment;

import dev.caravan.deployment.ComposeFile.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What services are told of each other: names with a port. */
final class ComposeReferences {

  private static final Pattern ADDRESS = Pattern.compile("\\b([a-z][a-z0-9-]*):(\\d{2,5})\\b");
  private static final Pattern LISTENER = Pattern.compile("://:(\\d+)");

  private ComposeReferences() {}

  /** What asks a service for a port it does not have, a line each. */
  static List<String> unresolved(ComposeFile compose) {
    List<String> wrong = new ArrayList<>();
    compose
        .services()
        .forEach(
            (name, service) ->
                Stream.concat(service.environment().values().stream(), service.command().stream())
                    .forEach(text -> check(compose, name, text, wrong)));
    return wrong;
  }

  /** The same of a text that a service reads. */
  static List<String> unresolved(ComposeFile compose, String reader, String text) {
    List<String> wrong = new ArrayList<>();
    check(compose, reader, text, wrong);
    return wrong;
  }

  private static void check(ComposeFile compose, String reader, String text, List<String> wrong) {
    for (MatchResult address : ADDRESS.matcher(text == null ? "" : text).results().toList()) {
      Service asked = compose.services().get(address.group(1));
      if (asked != null && !ports(asked).contains(Integer.valueOf(address.group(2)))) {
        wrong.add(reader + ": nothing listens on " + address.group());
      }
    }
  }

  /** Inside the network. */
  private static Set<Integer> ports(Service service) {
    Set<Integer> ports = new TreeSet<>();
    service.ports().forEach(port -> ports.add(Integer.valueOf(port.split(":")[2])));
    LISTENER
        .matcher(service.environment().getOrDefault("KAFKA_LISTENERS", ""))
        .results()
        .forEach(port -> ports.add(Integer.valueOf(port.group(1))));
    service.command().stream()
        .filter(option -> option.startsWith("--web.listen-address="))
        .forEach(option -> ports.add(Integer.valueOf(option.replaceAll(".*:", ""))));
    return ports;
  }
}
