package dev.caravan.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs about tables, which are {@code caravanctl}'s own; picocli finds them here. */
abstract class TableVerbs {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "Its name, such as inventory.orders.";
  private static final String EXACT =
      "Count the rows that are there in ClickHouse, which may take long.";

  /** From where a table is to be delivered. */
  static final class Place {

    @Option(
        names = "--to",
        required = true,
        paramLabel = "TIME",
        description = "What Kafka took from then on, such as 2026-11-29T05:00:00Z.")
    private String to;

    @Option(
        names = "--offset",
        required = true,
        paramLabel = "PARTITION=OFFSET",
        description = "The first offset of a partition; may be repeated.")
    private Map<Integer, Long> offsets = new TreeMap<>();
  }

  abstract ControlCalls calls();

  abstract void print(JsonNode answer, Function<JsonNode, String> forPeople);

  abstract void tell(String line);

  @Command(name = "tables", description = "How every table stands.")
  void tables(@Option(names = "--exact", description = EXACT) boolean exact) {
    print(calls().get("/tables" + query(exact)), TableText::list);
  }

  @Command(name = "table", description = "How a table stands, in detail.")
  void table(
      @Parameters(paramLabel = "TABLE", description = TABLE) String table,
      @Option(names = "--exact", description = EXACT) boolean exact) {
    print(calls().get(path(table) + query(exact)), TableText::details);
  }

  @Command(name = "pause", description = "Pause a table's delivery, in every process.")
  void pause(@Parameters(paramLabel = "TABLE", description = TABLE) String table) {
    print(calls().post(path(table) + "/pause", null), TableText::paused);
  }

  @Command(name = "resume", description = "Have a table's delivery go on.")
  void resume(@Parameters(paramLabel = "TABLE", description = TABLE) String table) {
    print(calls().post(path(table) + "/resume", null), TableText::paused);
  }

  @Command(name = "resnapshot", description = "Have a table's rows read anew.")
  int resnapshot(
      @Parameters(paramLabel = "TABLE", description = TABLE) String table,
      @Option(
              names = "--filter",
              paramLabel = "SQL",
              description = "A condition on the rows, as PostgreSQL takes it behind WHERE.")
          String filter,
      @Option(names = "--watch", description = "Wait until it is complete, and tell how far it is.")
          boolean watch) {
    ObjectNode body = filter == null ? null : JSON.createObjectNode().put("filter", filter);
    JsonNode asked = calls().post(path(table) + "/resnapshot", body);
    print(asked, TableText::snapshot);
    return watch ? new SnapshotWatch(this, path(table), asked.path("id").asText()).await() : 0;
  }

  @Command(name = "cancel", description = "Have a table's rows not be read any more.")
  void cancel(@Parameters(paramLabel = "TABLE", description = TABLE) String table) {
    print(calls().delete(path(table) + "/resnapshot"), TableText::snapshot);
  }

  @Command(name = "rewind", description = "Deliver a table once more from an earlier place on.")
  void rewind(
      @Parameters(paramLabel = "TABLE", description = TABLE) String table,
      @ArgGroup(multiplicity = "1") Place place,
      @Option(names = "--skip", description = "Leave events out where the place lies ahead.")
          boolean skip) {
    ObjectNode body = JSON.createObjectNode();
    if (place.to != null) {
      body.put("to", place.to);
    } else {
      ObjectNode offsets = body.putObject("offsets");
      place.offsets.forEach((partition, offset) -> offsets.put(partition.toString(), offset));
    }
    if (skip) {
      body.put("skip", true);
    }
    print(calls().post(path(table) + "/rewind", body), TableText::rewound);
  }

  @Command(name = "routes", description = "The route files and what became of them.")
  void routes() {
    print(calls().get("/routes"), RouteText::list);
  }

  private static String path(String table) {
    return "/tables" + TablePath.parse(table).path();
  }

  private static String query(boolean exact) {
    return exact ? "?rows=exact" : "";
  }
}
