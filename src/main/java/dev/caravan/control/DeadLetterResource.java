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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Dead letters: how many, what they say, replay and discard. It needs Kafka alone. */
@Path("/control/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DeadLetterResource {

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
  public LetterCounts counts() {
    return turns.take(() -> new LetterCounts(reader.counts()));
  }

  /** Letters of a table, page by page. */
  @GET
  @Path("/{schema}/{table}")
  public LetterPage letters(
      @RestPath String schema,
      @RestPath String table,
      @RestQuery @DefaultValue("100") String limit,
      @RestQuery String after,
      @RestQuery String state) {
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
  public byte[] value(
      @RestPath String schema,
      @RestPath String table,
      @RestPath String partition,
      @RestPath String offset) {
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
  public Replayed replay(
      @RestPath String schema,
      @RestPath String table,
      @Context HttpServerRequest request,
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
  public Discarded discard(
      @RestPath String schema,
      @RestPath String table,
      @Context HttpServerRequest request,
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
