package dev.caravan.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Route files as people read them. */
final class RouteText {

  private RouteText() {}

  static String list(JsonNode answer) {
    Grid grid = new Grid("FILE", "STATE", "ROUTES", "TABLES", "REASON");
    for (JsonNode file : answer.path("files")) {
      List<String> routes = new ArrayList<>();
      List<String> tables = new ArrayList<>();
      for (JsonNode route : file.path("routes")) {
        routes.add(route.path("route").asText());
        route.path("tables").forEach(each -> tables.add(each.asText()));
      }
      grid.add(
          file.path("file").asText(),
          file.path("state").asText(),
          String.join(",", routes),
          String.join(",", tables),
          file.path("reason").asText());
    }
    return grid.toString();
  }
}
