package dev.caravan.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Answers about tables as people read them. */
final class TableText {

  private TableText() {}

  static String list(JsonNode answer) {
    Grid grid =
        new Grid("TABLE", "STATE", "LAG", "DELAY", "VERSIONS", "ROWS", "ROUTES", "SNAPSHOT");
    for (JsonNode table : answer.path("tables")) {
      grid.add(
          table.path("table").asText(),
          table.path("state").asText(),
          number(table.path("lag")),
          seconds(table.path("delaySeconds")),
          sum(table, "versions"),
          sum(table, "rows"),
          routes(table),
          table.has("snapshot") ? progress(table.path("snapshot")) : null);
    }
    return grid + errors(answer) + problems(answer);
  }

  static String details(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    for (JsonNode table : answer.path("tables")) {
      text.append(table.path("table").asText()).append(": ").append(table.path("state").asText());
      if (table.has("lag")) {
        text.append(", ").append(table.path("lag").asLong()).append(" events behind, ");
        text.append(seconds(table.path("delaySeconds"))).append('\n');
      } else {
        text.append('\n');
      }
      if (table.has("snapshot")) {
        text.append("snapshot: ").append(progress(table.path("snapshot"))).append('\n');
      }
      table.path("routes").forEach(route -> text.append(route(route)));
    }
    return text + errors(answer) + problems(answer);
  }

  private static String route(JsonNode route) {
    StringBuilder text =
        new StringBuilder(
            "\nroute %s: %s, group %s with %d deliverers\n"
                .formatted(
                    route.path("route").asText(),
                    route.path("state").asText(),
                    route.path("group").asText(),
                    route.path("members").asInt()));
    for (JsonNode target : route.path("targets")) {
      text.append(
          "  into %s: %s versions%s\n"
              .formatted(
                  target.path("table").asText(),
                  target.has("versions") ? target.path("versions").asText() : "unknown",
                  target.has("rows") ? ", " + target.path("rows").asText() + " rows" : ""));
    }
    Grid grid = new Grid("  PARTITION", "COMMITTED", "END", "LAG");
    for (JsonNode each : route.path("position")) {
      grid.add(
          "  " + each.path("partition").asInt(),
          number(each.path("committed")),
          number(each.path("end")),
          number(each.path("lag")));
    }
    return text.append(grid).toString();
  }

  static String paused(JsonNode answer) {
    return "%s %s %s"
        .formatted(
            answer.path("table").asText(),
            answer.path("paused").asBoolean() ? "is paused" : "goes on",
            answer.path("changed").asBoolean() ? "" : "(as before)")
        .strip();
  }

  static String snapshot(JsonNode answer) {
    String table = answer.path("table").asText();
    if (!answer.has("id")) {
      return "nothing of %s was asked to be read".formatted(table);
    }
    if (answer.path("cancelled").asBoolean()) {
      return "%s is not read any more (%s)".formatted(table, answer.path("id").asText());
    }
    return "%s is to be read anew, %s (%s)%s"
        .formatted(
            table,
            answer.has("filter") ? "where " + answer.path("filter").asText() : "all rows",
            answer.path("id").asText(),
            answer.path("changed").asBoolean() ? "" : ", which is under way");
  }

  /** {@code reading 40 % (400 of about 1000 rows)}. */
  static String progress(JsonNode snapshot) {
    StringBuilder text = new StringBuilder(snapshot.path("state").asText());
    if (snapshot.has("percent")) {
      text.append(" %s %%".formatted(snapshot.path("percent").asText()));
    }
    if (snapshot.has("rowsRead")) {
      text.append(" (%d".formatted(snapshot.path("rowsRead").asLong()));
      if (snapshot.has("rowsExpected")) {
        text.append(" of about %d".formatted(snapshot.path("rowsExpected").asLong()));
      }
      text.append(" rows)");
    }
    if (snapshot.has("reason")) {
      text.append(": ").append(snapshot.path("reason").asText());
    }
    return text.toString();
  }

  static String rewound(JsonNode answer) {
    Grid grid = new Grid("ROUTE", "PARTITION", "FROM", "TO", "ROWS DELETED", "NOTE");
    for (JsonNode route : answer.path("routes")) {
      for (JsonNode each : route.path("partitions")) {
        grid.add(
            route.path("route").asText(),
            each.path("partition").asInt(),
            number(each.path("from")),
            number(each.path("to")),
            number(each.path("rowsDeleted")),
            each.path("note").asText());
      }
    }
    return "%s is rewound%s\n\n%s"
        .formatted(
            answer.path("table").asText(),
            answer.path("paused").asBoolean() ? ", and paused as before" : "",
            grid);
  }

  private static String errors(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    for (JsonNode table : answer.path("tables")) {
      if (table.has("lastError") && !table.path("state").asText().equals("running")) {
        text.append(
            "\n%s: %s\n".formatted(table.path("table").asText(), table.path("lastError").asText()));
      }
    }
    return text.toString();
  }

  private static String problems(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    answer.path("problems").forEach(each -> text.append('\n').append(each.asText()).append('\n'));
    return text.toString();
  }

  private static String routes(JsonNode table) {
    List<String> routes = new ArrayList<>();
    table.path("routes").forEach(each -> routes.add(each.path("route").asText()));
    return String.join(",", routes);
  }

  private static String sum(JsonNode table, String field) {
    List<Long> values = new ArrayList<>();
    table
        .path("routes")
        .forEach(
            route ->
                route
                    .path("targets")
                    .forEach(
                        target -> {
                          if (target.has(field)) {
                            values.add(target.path(field).asLong());
                          }
                        }));
    return values.isEmpty()
        ? null
        : String.valueOf(values.stream().mapToLong(Long::longValue).sum());
  }

  private static String number(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? null : value.asText();
  }

  private static String seconds(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.1f s", value.asDouble()) : "unknown";
  }
}
