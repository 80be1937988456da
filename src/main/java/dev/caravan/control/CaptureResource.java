package dev.caravan.control;

import dev.caravan.CaravanConfig;
import dev.caravan.capture.CaptureState;
import dev.caravan.capture.Resnapshot;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code /control/capture}. */
@Path("/control/capture")
@Produces(MediaType.APPLICATION_JSON)
public class CaptureResource {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Turns turns = new Turns();
  private final CaravanConfig config;
  private final CaptureState state;
  private final Resnapshot resnapshot;

  public CaptureResource(CaravanConfig config, CaptureState state, Resnapshot resnapshot) {
    this.config = config;
    this.state = state;
    this.resnapshot = resnapshot;
  }

  /**
   * Has the capture make its slot anew and take a new snapshot, which replaces all that came
   * before. Answers 202 with {@code {"resnapshot":"begun"}} once Kafka has it; with {@code
   * "waiting"} while PostgreSQL or Kafka is away, and it begins when they are back. 409 when
   * another process captures; 503 when too many ask at once.
   */
  @POST
  @Path("/resnapshot")
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
      return accepted(Map.of("resnapshot", "begun"));
    } catch (TimeoutException e) {
      return accepted(
          Map.of(
              "resnapshot",
              "waiting",
              "reason",
              "it begins when PostgreSQL and Kafka answer; ask again if this process ends before"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the new snapshot could not begin: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Turns.BusyException("the application stops");
    }
  }

  private static Response accepted(Map<String, String> body) {
    return Response.accepted(body).build();
  }

  private static Response conflict(String error) {
    return Response.status(Response.Status.CONFLICT).entity(new ControlError(error)).build();
  }
}
