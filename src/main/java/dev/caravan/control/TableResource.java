package dev.caravan.control;

import dev.caravan.change.TableName;
import dev.caravan.control.rewind.Rewind;
import dev.caravan.control.rewind.RewindWish;
import dev.caravan.control.rewind.Rewound;
import dev.caravan.control.table.TableList;
import dev.caravan.control.table.TableSurvey;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Tables: how they stand, and what can be asked of them. */
@Path("/control/tables")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "tables", description = "How tables stand, and what can be asked of them.")
public class TableResource {

  private static final String NO_TABLE =
      "The table is neither captured nor routed; the message names those that are.";

  static final String SCHEMA = "The table's schema in PostgreSQL.";
  static final String TABLE = "The table's name in PostgreSQL.";
  static final String ROWS =
      "'exact' counts the rows that are there in ClickHouse, which may take long.";

  private static final int ACCEPTED = 202;

  private final Turns turns = new Turns();

  /** They may take a minute, in which one wants to look. */
  private final Turns rewinds = new Turns();

  private final TableSurvey survey;
  private final TableActs acts;
  private final Rewind rewind;

  public TableResource(TableSurvey survey, TableActs acts, Rewind rewind) {
    this.survey = survey;
    this.acts = acts;
    this.rewind = rewind;
  }

  /** Every table. */
  @GET
  @Operation(summary = "How every table stands")
  @APIResponse(responseCode = "200", description = "The tables by name.")
  @APIResponse(responseCode = "400", description = "'rows' is something other than 'exact'.")
  public TableList tables(
      @Parameter(description = ROWS, schema = @Schema(enumeration = "exact")) @RestQuery
          String rows) {
    boolean exact = isExact(rows);
    return turns.take(() -> survey.all(exact));
  }

  /** One table. */
  @GET
  @Path("/{schema}/{table}")
  @Operation(summary = "How a table stands")
  @APIResponse(responseCode = "200", description = "A list of that table alone.")
  @APIResponse(responseCode = "400", description = "'rows' is something other than 'exact'.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  public TableList table(
      @Parameter(description = SCHEMA) @RestPath String schema,
      @Parameter(description = TABLE) @RestPath String table,
      @Parameter(description = ROWS, schema = @Schema(enumeration = "exact")) @RestQuery
          String rows) {
    TableName name = new TableName(schema, table);
    boolean exact = isExact(rows);
    return turns.take(() -> survey.one(name, exact));
  }

  /** Pauses its delivery in every process. */
  @POST
  @Path("/{schema}/{table}/pause")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Pause a table's delivery",
      description =
          "In every process, also those that start later. The capture goes on, and Kafka keeps what"
              + " it brings.")
  @APIResponse(responseCode = "200", description = "It pauses.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  public Paused pause(
      @Parameter(description = SCHEMA) @RestPath String schema,
      @Parameter(description = TABLE) @RestPath String table) {
    return turns.take(() -> acts.pause(new TableName(schema, table), true));
  }

  /** Has its delivery go on. */
  @POST
  @Path("/{schema}/{table}/resume")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Have a table's delivery go on", description = "From where it stopped.")
  @APIResponse(responseCode = "200", description = "It goes on.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  @APIResponse(
      responseCode = "409",
      description = "A rewind was cut off, and this process cannot see that nothing of it runs.")
  public Paused resume(
      @Parameter(description = SCHEMA) @RestPath String schema,
      @Parameter(description = TABLE) @RestPath String table) {
    TableName name = new TableName(schema, table);
    return turns.take(
        () -> {
          rewind.settle(name);
          return acts.pause(name, false);
        });
  }

  /** Has its rows read anew. */
  @POST
  @Path("/{schema}/{table}/resnapshot")
  @Consumes(MediaType.WILDCARD)
  @ResponseStatus(ACCEPTED)
  @Operation(
      summary = "Have a table's rows read anew",
      description =
          "While its changes go on. Nothing changes when just that is under way; a request with"
              + " another filter takes the place of the one before.")
  @APIResponse(responseCode = "202", description = "It is asked for.")
  @APIResponse(responseCode = "400", description = "The body is not as described.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  public TableSnapshot resnapshot(
      @Parameter(description = SCHEMA) @RestPath String schema,
      @Parameter(description = TABLE) @RestPath String table,
      @RequestBody(
              description = "Which rows; all when there is no body.",
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Bodies.Resnapshot.class)))
          byte[] body) {
    String filter = SnapshotFilter.read(body);
    return turns.take(() -> acts.resnapshot(new TableName(schema, table), filter));
  }

  /** Has its rows not be read any more. */
  @DELETE
  @Path("/{schema}/{table}/resnapshot")
  @Operation(
      summary = "Have a table's rows not be read any more",
      description = "What was read stays.")
  @APIResponse(responseCode = "200", description = "Nothing that was asked for is under way.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  public TableSnapshot cancel(
      @Parameter(description = SCHEMA) @RestPath String schema,
      @Parameter(description = TABLE) @RestPath String table) {
    return turns.take(() -> acts.cancel(new TableName(schema, table)));
  }

  /** Delivers it once more from an earlier place on. */
  @POST
  @Path("/{schema}/{table}/rewind")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Deliver a table once more from an earlier place on",
      description =
          "Waits until nobody delivers it, moves its routes' groups, takes away the rows that come"
              + " again, and has it go on unless it was paused before. It may take a minute.")
  @APIResponse(responseCode = "200", description = "It is delivered from there on.")
  @APIResponse(
      responseCode = "400",
      description = "The body is not as described, or names a partition that is not there.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  @APIResponse(
      responseCode = "409",
      description =
          "The place lies ahead and 'skip' is not given, somebody still delivers the table, or no"
              + " route of this process reads it. Nothing was changed.")
  public Rewound rewind(
      @Parameter(description = SCHEMA) @RestPath String schema,
      @Parameter(description = TABLE) @RestPath String table,
      @RequestBody(
              description = "From where.",
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema =
                          @Schema(type = SchemaType.OBJECT, implementation = Bodies.Rewind.class),
                      examples = {
                        @ExampleObject(name = "time", value = "{\"to\":\"2026-11-29T05:00:00Z\"}"),
                        @ExampleObject(name = "offsets", value = "{\"offsets\":{\"0\":17,\"1\":5}}")
                      }))
          byte[] body) {
    RewindWish wish = RewindWish.read(body);
    return rewinds.take(() -> rewind.rewind(new TableName(schema, table), wish));
  }

  private static boolean isExact(String rows) {
    if (rows != null && !rows.equals("exact")) {
      throw new IllegalArgumentException(
          "rows is '%s'; expected 'exact', or nothing for the number of versions".formatted(rows));
    }
    return rows != null;
  }
}
