package dev.caravan.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

class ControlErrorsTest {

  private final ControlErrors errors = new ControlErrors(() -> null);

  @Test
  void aFaultOfCaravansOwnIsSaidInTheShapeOfEveryError() {
    // When
    RestResponse<ControlError> answer =
        errors.broken(new IllegalStateException("the new snapshot could not begin: no slot"));

    // Then
    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(answer.getMediaType()).isEqualTo(MediaType.APPLICATION_JSON_TYPE);
    assertThat(answer.getEntity().error()).contains("the new snapshot could not begin: no slot");
  }

  @Test
  void whoGetsNoTurnIsToldToAskAgain() {
    // When
    RestResponse<ControlError> answer = errors.busy(new Turns.BusyException("ask again"));

    // Then
    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getEntity().error()).isEqualTo("ask again");
  }
}
