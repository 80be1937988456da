package dev.caravan.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be asked about dead letters, and of them. */
@Command(name = "dead-letters", description = "Events that cannot become rows.")
final class DeadLetterVerbs {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_REASON = 100;
  private static final String IDS = "Letters as 'list' names them, such as 2/1742.";

  private final CaravanCtl ctl;

  DeadLetterVerbs(CaravanCtl ctl) {
    this.ctl = ctl;
  }

  @Command(name = "list", description = "How many each table has, or those of one table.")
  void list(
      @Parameters(paramLabel = "TABLE", arity = "0..1", description = "A table.") String table,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "Only those that are waiting, replayed or discarded.")
          String state,
      @Option(names = "--limit", paramLabel = "N", description = "How many at most, up to 1000.")
          Integer limit,
      @Option(
              names = "--after",
              paramLabel = "PLACE",
              description = "Those behind the place that the page before ended with.")
          String after) {
    if (table == null) {
      ctl.print(ctl.calls().get("/dead-letters"), DeadLetterVerbs::counts);
      return;
    }
    Map<String, String> query = new TreeMap<>();
    putIfGiven(query, "state", state);
    putIfGiven(query, "limit", limit);
    putIfGiven(query, "after", after);
    ctl.print(ctl.calls().get(path(table) + query(query)), DeadLetterVerbs::letters);
  }

  @Command(name = "show", description = "The value of a letter's event, as it lies in Kafka.")
  void show(
      @Parameters(paramLabel = "TABLE", description = "Its table.") String table,
      @Parameters(paramLabel = "ID", description = "The letter, such as 2/1742.") String id) {
    if (!id.matches("\\d+/\\d+")) {
      throw new IllegalArgumentException(
          "'%s' names no letter; expected <partition>/<offset>, such as 2/1742".formatted(id));
    }
    ctl.write(ctl.calls().getBytes(path(table) + "/" + id + "/value"));
  }

  @Command(name = "replay", description = "Put letters back into their table's topic.")
  void replay(
      @Parameters(index = "0", paramLabel = "TABLE", description = "Their table.") String table,
      @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", description = IDS)
          List<String> ids,
      @Option(names = "--all", description = "All that wait.") boolean all) {
    act(table, "replay", "replayed", ids, all);
  }

  @Command(name = "discard", description = "Say of letters that they are not needed.")
  void discard(
      @Parameters(index = "0", paramLabel = "TABLE", description = "Their table.") String table,
      @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", description = IDS)
          List<String> ids,
      @Option(names = "--all", description = "All that wait.") boolean all) {
    act(table, "discard", "discarded", ids, all);
  }

  /** Which letters must be said, so that a slip of the pen is never taken for all of them. */
  private void act(String table, String verb, String done, List<String> ids, boolean all) {
    boolean some = ids != null && !ids.isEmpty();
    if (some == all) {
      throw new IllegalArgumentException(
          "which letters? Name them as 'list' does, such as 2/1742, or say --all");
    }
    ObjectNode body = null;
    if (some) {
      body = JSON.createObjectNode();
      ArrayNode letters = body.putArray("letters");
      ids.forEach(id -> letters.addObject().put("id", id));
    }
    ctl.print(
        ctl.calls().post(path(table) + "/" + verb, body),
        answer ->
            "%d %s, %d skipped%s"
                .formatted(
                    answer.path(done).asLong(),
                    done,
                    answer.path("skipped").asLong(),
                    answer.path("unknown").isEmpty()
                        ? ""
                        : ", unknown: " + answer.path("unknown")));
  }

  private static String counts(JsonNode answer) {
    Grid grid = new Grid("TABLE", "WAITING", "REPLAYED", "DISCARDED");
    answer
        .path("tables")
        .forEach(
            each ->
                grid.add(
                    each.path("table").asText(),
                    each.path("waiting").asLong(),
                    each.path("replayed").asLong(),
                    each.path("discarded").asLong()));
    return grid.toString();
  }

  private static String letters(JsonNode answer) {
    Grid grid = new Grid("ID", "STATE", "AT", "REASON");
    for (JsonNode each : answer.path("letters")) {
      String reason = each.path("reason").asText();
      grid.add(
          each.path("id").asText(),
          each.path("state").asText(),
          each.path("at").asText(),
          reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    }
    return answer.path("next").isTextual()
        ? grid + "\nmore with --after " + answer.path("next").asText() + "\n"
        : grid.toString();
  }

  private static String path(String table) {
    return "/dead-letters" + TablePath.parse(table).path();
  }

  private static void putIfGiven(Map<String, String> query, String name, Object value) {
    if (value != null) {
      query.put(name, URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }
  }

  private static String query(Map<String, String> query) {
    List<String> parts = new ArrayList<>();
    query.forEach((name, value) -> parts.add(name + "=" + value));
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }
}
