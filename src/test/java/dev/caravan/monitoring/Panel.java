package dev.caravan.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A panel of a dashboard.
 *
 * @param dashboard the file's name
 */
record Panel(String dashboard, JsonNode json) {

  /** All but the rows, which are headings. */
  static List<Panel> all() {
    List<Panel> panels = new ArrayList<>();
    MonitoringFiles.dashboards()
        .forEach(
            (file, dashboard) -> {
              for (JsonNode panel : dashboard.path("panels")) {
                if (!panel.path("type").asText().equals("row")) {
                  panels.add(new Panel(file, panel));
                }
              }
            });
    return panels;
  }

  String title() {
    return json.path("title").asText();
  }

  /** Its queries of one kind of data source, as they stand in the file. */
  private List<String> queries(String type, String field) {
    List<String> queries = new ArrayList<>();
    for (JsonNode target : json.path("targets")) {
      if (target.path("datasource").path("type").asText().equals(type)) {
        queries.add(target.path(field).asText());
      }
    }
    return queries;
  }

  List<String> prometheus() {
    return queries("prometheus", "expr");
  }

  List<String> clickhouse() {
    return queries("grafana-clickhouse-datasource", "rawSql");
  }

  List<String> postgres() {
    return queries("grafana-postgresql-datasource", "rawSql");
  }

  @Override
  public String toString() {
    return dashboard + " / " + title();
  }
}
