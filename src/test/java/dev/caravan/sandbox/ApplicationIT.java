package dev.caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class ApplicationIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void startsThePackagedApplicationAndEndsIt(Sandbox sandbox) {
    // Given
    Application application =
        Application.on(sandbox).set("caravan.role", "deliver").java("-Xmx256m").asShipped().start();
    try (application) {
      application.awaitReady(LIMIT);

      // When
      application.kill();

      // Then
      assertThat(application.isAlive()).isFalse();
      assertThat(application.exitCode()).isNotZero();
      assertThat(application.log()).contains("127.0.0.1");
      assertThat(application.url()).startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void showsWhyItDidNotStart(Sandbox sandbox) {
    // Given
    try (Application application =
        Application.on(sandbox).set("quarkus.http.port", "none").asShipped().start()) {

      // When, Then
      assertThatThrownBy(() -> application.awaitReady(LIMIT))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("ended with exit code")
          .hasMessageContaining("quarkus.http.port");
    }
  }
}
