package dev.caravan.control;

import dev.caravan.CaravanConfig;
import dev.caravan.capture.CaptureState;
import dev.caravan.capture.Resnapshot;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /control/capture}. */
@Path("/control/capture")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "capture", description = "PostgreSQL to Kafka.")
public class CaptureResource {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Turns turns = new Turns();
  private final CaravanConfig config;
  private final CaptureState state;
  private final Resnapshot resnapshot;
  private final TableActs acts;

  public CaptureResource(
      CaravanConfig config, CaptureState state, Resnapshot resnapshot, TableActs acts) {
    this.config = config;
    this.state = state;
    this.resnapshot = resnapshot;
    this.acts = acts;
  }

  /** How it stands. */
  @GET
  @Operation(summary = "How the capture stands")
  @APIResponse(responseCode = "200", description = "In this process, and whether it is to pause.")
  public CaptureView capture() {
    boolean paused = turns.take(acts::isCapturePaused);
    if (!config.role().captures()) {
      return new CaptureView(paused, null, null, null, null);
    }
    CaptureState.View view = state.view();
    return new CaptureView(
        paused,
        view.phase().name().toLowerCase(Locale.ROOT),
        view.since().toString(),
        view.restarts(),
        view.lastError());
  }

  /** Pauses it. */
  @POST
  @Path("/pause")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Pause the capture",
      description = "Wherever it runs. PostgreSQL keeps its WAL for it, so do not forget it.")
  @APIResponse(responseCode = "200", description = "It is to pause.")
  public CapturePaused pause() {
    return turns.take(() -> acts.pauseCapture(true));
  }

  /** Has it go on. */
  @POST
  @Path("/resume")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Have the capture go on", description = "From where it stopped.")
  @APIResponse(responseCode = "200", description = "It is to go on.")
  public CapturePaused resume() {
    return turns.take(() -> acts.pauseCapture(false));
  }

  /**
   * Has the capture make its slot anew and take a new snapshot, which replaces all that came
   * before. Answers 202 with {@code {"resnapshot":"begun"}} once Kafka has it; with {@code
   * "waiting"} while PostgreSQL or Kafka is away, and it begins when they are back. 409 when
   * another process captures; 503 when too many ask at once.
   */
  @POST
  @Path("/resnapshot")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Make the slot anew and read every table",
      description = "The new snapshot replaces all that came before.")
  @APIResponse(
      responseCode = "202",
      description = "It has begun, or begins when PostgreSQL and Kafka answer.",
      content = @Content(schema = @Schema(implementation = CaptureResnapshot.class)))
  @APIResponse(responseCode = "409", description = "Another process captures; ask that one.")
  public Response resnapshot() {
    return turns.take(this::begin);
  }

  private Response begin() {
    if (!config.role().captures()) {
      return conflict("this process does not capture (caravan.role): ask the one that does");
    }
    CaptureState.View view = state.view();
    if (view.phase() == CaptureState.Phase.STANDBY) {
      return conflict("this process stands by, ask the one that captures: " + view.lastError());
    }
    Future<Void> begun = resnapshot.request();
    try {
      begun.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return accepted(new CaptureResnapshot("begun", null));
    } catch (TimeoutException e) {
      return accepted(
          new CaptureResnapshot(
              "waiting",
              "it begins when PostgreSQL and Kafka answer; ask again if this process ends before"));
    } catch (ExecutionException e) {
      return conflict("the new snapshot was not begun: " + e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Turns.BusyException("the application stops");
    }
  }

  private static Response accepted(CaptureResnapshot body) {
    return Response.accepted(body).build();
  }

  private static Response conflict(String error) {
    return Response.status(Response.Status.CONFLICT).entity(new ControlError(error)).build();
  }
}
