package dev.caravan.control;

import dev.caravan.change.TableName;
import dev.caravan.deliver.replay.DeadLetterReader;
import dev.caravan.deliver.replay.LetterChoice;
import dev.caravan.deliver.replay.LetterId;
import dev.caravan.deliver.replay.LetterPage;
import dev.caravan.deliver.replay.LetterPlace;
import dev.caravan.deliver.replay.LetterState;
import dev.caravan.deliver.replay.Replay;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Dead letters: how many, what they say, replay and discard. It needs Kafka alone. */
@Path("/control/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "dead letters", description = "Events that cannot become rows.")
public class DeadLetterResource {

  private static final String NO_TABLE = "Kafka holds nothing of the table.";
  private static final String BUSY =
      "Another request for the table is at work, or has taken over; ask again for the rest.";

  private static final int LARGEST_PAGE = 1_000;

  private final Turns turns = new Turns();
  private final DeadLetterReader reader;
  private final Replay replay;

  public DeadLetterResource(DeadLetterReader reader, Replay replay) {
    this.reader = reader;
    this.replay = replay;
  }

  /** The tables that ever had a dead letter. */
  @GET
  @Operation(summary = "How many dead letters each table has")
  @APIResponse(responseCode = "200", description = "The tables that ever had one, by name.")
  public LetterCounts counts() {
    return turns.take(() -> new LetterCounts(reader.counts()));
  }

  /** Letters of a table, page by page. */
  @GET
  @Path("/{schema}/{table}")
  @Operation(summary = "Dead letters of a table, page by page")
  @APIResponse(responseCode = "200", description = "Those of each partition in their order.")
  @APIResponse(responseCode = "400", description = "A parameter is not as described.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  public LetterPage letters(
      @Parameter(description = TableResource.SCHEMA) @RestPath String schema,
      @Parameter(description = TableResource.TABLE) @RestPath String table,
      @Parameter(description = "How many at most, 1 to 1000.") @RestQuery @DefaultValue("100")
          String limit,
      @Parameter(description = "What 'next' of the page before says.") @RestQuery String after,
      @Parameter(description = "Those in this state only: waiting, replayed or discarded.")
          @RestQuery
          String state) {
    TableName name = new TableName(schema, table);
    LetterPlace place = after == null ? null : LetterPlace.read(after);
    LetterState only = state == null ? null : LetterState.read(state);
    int most = limit(limit);
    return turns.take(() -> reader.page(name, place, most, only));
  }

  /** The value of a letter's event, byte by byte as it lies in Kafka. */
  @GET
  @Path("/{schema}/{table}/{partition}/{offset}/value")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "The value of a dead letter's event as it lies in Kafka")
  @APIResponse(responseCode = "200", description = "The bytes.")
  @APIResponse(responseCode = "400", description = "Partition or offset is no number.")
  @APIResponse(responseCode = "404", description = "There is no such table or letter.")
  public byte[] value(
      @Parameter(description = TableResource.SCHEMA) @RestPath String schema,
      @Parameter(description = TableResource.TABLE) @RestPath String table,
      @Parameter(description = "The letter's partition.") @RestPath String partition,
      @Parameter(description = "The letter's offset.") @RestPath String offset) {
    TableName name = new TableName(schema, table);
    LetterId id = LetterId.read(partition + "/" + offset);
    return turns
        .take(() -> reader.value(name, id))
        .orElseThrow(() -> new UnknownLetterException(name, id));
  }

  /** Puts letters back into the table's topic. */
  @POST
  @Path("/{schema}/{table}/replay")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Put dead letters back into the table's topic",
      description = "Each once, however often it is asked.")
  @APIResponse(responseCode = "200", description = "What became of them.")
  @APIResponse(responseCode = "400", description = "The body is not as described.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  @APIResponse(responseCode = "409", description = BUSY)
  public Replayed replay(
      @Parameter(description = TableResource.SCHEMA) @RestPath String schema,
      @Parameter(description = TableResource.TABLE) @RestPath String table,
      @Context HttpServerRequest request,
      @RequestBody(
              description =
                  "Which letters, and what is to be other than it was; all that wait when there is no body.",
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Bodies.Replay.class)))
          byte[] body) {
    LetterChoice choice = ChosenLetters.toReplay(body);
    TableName name = new TableName(schema, table);
    String by = by(request);
    return Replayed.of(turns.take(() -> replay.replay(name, choice, by)));
  }

  /** Says of letters that they are not needed. */
  @POST
  @Path("/{schema}/{table}/discard")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Say of dead letters that they are not needed")
  @APIResponse(responseCode = "200", description = "What became of them.")
  @APIResponse(responseCode = "400", description = "The body is not as described.")
  @APIResponse(responseCode = "404", description = NO_TABLE)
  @APIResponse(responseCode = "409", description = BUSY)
  public Discarded discard(
      @Parameter(description = TableResource.SCHEMA) @RestPath String schema,
      @Parameter(description = TableResource.TABLE) @RestPath String table,
      @Context HttpServerRequest request,
      @RequestBody(
              description = "Which letters; all that wait when there is no body.",
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = Bodies.Discard.class)))
          byte[] body) {
    LetterChoice choice = ChosenLetters.toDiscard(body);
    TableName name = new TableName(schema, table);
    String by = by(request);
    return Discarded.of(turns.take(() -> replay.discard(name, choice, by)));
  }

  private static int limit(String text) {
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "limit is '%s'; expected a number from 1 to %d".formatted(text, LARGEST_PAGE));
    }
    return Integer.parseInt(text);
  }

  private static String by(HttpServerRequest request) {
    return request.remoteAddress().hostAddress();
  }
}
