package dev.caravan.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlAccessTest {

  private static final String TOKEN = "correct-horse-battery";

  private static int status(ControlAccess access, ControlAccess.Caller caller) {
    return access.check(caller).map(ControlAccess.Refusal::status).orElse(200);
  }

  private static ControlAccess.Caller with(String authorization) {
    return new ControlAccess.Caller(authorization, "caravan.example:8083", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.3.9", "localhost", "LocalHost", "::1", "[::1]"})
  void isOpenOnTheLoopback(String host) {
    // Given
    ControlAccess access = new ControlAccess(Optional.empty(), host);

    // Then
    assertThat(status(access, new ControlAccess.Caller(null, "localhost:8083", null)))
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "10.0.0.7",
        "localhost.example",
        "127.0.0.1.example",
        "128.0.0.1"
      })
  void isClosedElsewhereWithoutAToken(String host) {
    // Given
    ControlAccess access = new ControlAccess(Optional.empty(), host);

    // Then
    assertThat(access.check(with("Bearer " + TOKEN)))
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal.status()).isEqualTo(403);
              assertThat(refusal.message()).contains("caravan.control.token", host);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
  void asksForTheTokenWhereverItListens(String host) {
    // Given
    ControlAccess access = new ControlAccess(Optional.of(TOKEN), host);

    // Then
    assertThat(status(access, with("Bearer " + TOKEN))).isEqualTo(200);
    assertThat(status(access, with("bearer " + TOKEN))).isEqualTo(200);
    assertThat(status(access, with(null))).isEqualTo(401);
    assertThat(status(access, with(""))).isEqualTo(401);
    assertThat(status(access, with(TOKEN))).isEqualTo(401);
    assertThat(status(access, with("Basic " + TOKEN))).isEqualTo(401);
    assertThat(status(access, with("Bearer "))).isEqualTo(401);
    assertThat(status(access, with("Bearer " + TOKEN + "x"))).isEqualTo(401);
    assertThat(status(access, with("Bearer " + TOKEN.toUpperCase()))).isEqualTo(401);
    assertThat(access.check(with("Bearer other-token-of-sixteen")).orElseThrow().message())
        .doesNotContain(TOKEN)
        .doesNotContain("other-token");
  }

  @Test
  void webPagesCannotAskThroughSomebodysBrowser() {
    // Given
    ControlAccess access = new ControlAccess(Optional.empty(), "127.0.0.1");

    // Then a page of another site, and one whose name was made to lead here
    assertThat(
            status(
                access, new ControlAccess.Caller(null, "127.0.0.1:8083", "https://evil.example")))
        .isEqualTo(403);
    assertThat(status(access, new ControlAccess.Caller(null, "127.0.0.1:8083", "null")))
        .isEqualTo(403);
    assertThat(status(access, new ControlAccess.Caller(null, "evil.example:8083", null)))
        .isEqualTo(403);
    assertThat(
            status(
                access, new ControlAccess.Caller(null, "127.0.0.1:8083", "http://127.0.0.1:8083")))
        .isEqualTo(200);
    assertThat(status(access, new ControlAccess.Caller(null, "[::1]:8083", null))).isEqualTo(200);
  }
}
