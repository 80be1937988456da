package dev.caravan.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void joinsTheCausesInOneLine() {
    // Given
    Exception failure =
        new RuntimeException("no batch", new RuntimeException("broker\n  gone", null));

    // Then
    assertThat(FailureText.of(failure, Optional.empty())).isEqualTo("no batch: broker gone");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(FailureText.of(new RuntimeException("password=hunter2, x"), Optional.of("hunter2")))
        .isEqualTo("password=***, x");
  }

  @Test
  void staysReadable() {
    assertThat(FailureText.of(new RuntimeException("x".repeat(5000)), Optional.empty()))
        .hasSizeLessThan(700);
  }
}
