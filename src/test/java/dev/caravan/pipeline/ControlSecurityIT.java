package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may use {@code /control}. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class ControlSecurityIT {

  private static final String TOKEN = "correct-horse-battery-staple";
  private static final String SHORT_TOKEN = "short-secret";
  private static final List<String> PATHS =
      List.of("/dead-letters", "/dead-letters/x/y", "/dead-letters/x/y/0/1/value");

  @Test
  void onlyTheLoopbackIsOpenWithoutACredential(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ControlSecurityIT.class)) {
      // Given
      Application.Builder builder = pipeline.application().set("caravan.role", "deliver");
      Application loopback = pipeline.start(builder);
      Application closed = pipeline.start(builder.set("quarkus.http.host", "0.0.0.0"));
      Application guarded = pipeline.start(builder.set("caravan.control.token", TOKEN));
      Application mistaken = pipeline.start(builder.set("caravan.control.token", SHORT_TOKEN));
      for (Application each : List.of(loopback, closed, guarded)) {
        each.awaitReady(Duration.ofSeconds(60));
      }

      // Then the loopback is open to programs, and to no page in somebody's browser
      ControlClient local = ControlClient.of(loopback);
      assertThat(local.get("/dead-letters").status()).isEqualTo(200);
      assertThat(local.with("Origin", "https://evil.example").get("/dead-letters").status())
          .isEqualTo(403);

      // And elsewhere it takes the credential, whatever is asked for
      ControlClient right = ControlClient.of(guarded).with("Authorization", "Bearer " + TOKEN);
      assertThat(right.get("/dead-letters").status()).isEqualTo(200);
      assertThat(right.get("/dead-letters/x/y").status()).isEqualTo(404);
      assertThat(right.post("/dead-letters/x/y/replay").status()).isEqualTo(404);
      ControlClient none = ControlClient.of(guarded);
      ControlClient wrong = none.with("Authorization", "Bearer " + TOKEN.substring(1));
      for (String path : PATHS) {
        assertRefused(ControlClient.of(closed).get(path), 403);
        assertRefused(none.get(path), 401);
        assertRefused(wrong.get(path), 401);
      }
      for (String action : List.of("replay", "discard")) {
        assertRefused(ControlClient.of(closed).post("/dead-letters/x/y/" + action), 403);
        assertRefused(wrong.post("/dead-letters/x/y/" + action), 401);
      }

      // And one that is too short stops the start
      assertThat(mistaken.exitCode()).isEqualTo(1);
      assertThat(mistaken.log()).contains("caravan.control.token", "16 or more");

      // And nobody reads it in a log
      assertThat(guarded.log()).doesNotContain(TOKEN, TOKEN.substring(1));
      assertThat(mistaken.log()).doesNotContain(SHORT_TOKEN);
    }
  }

  private static void assertRefused(ControlClient.Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.error()).contains("caravan.control.token").doesNotContain(TOKEN);
  }
}
