package dev.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aFileGetsNoEscapeSequence() {
    // Given
    Terminal terminal = new Terminal(out, false, true);

    // When
    terminal.line(terminal.style().bold("one"));
    terminal.progress("Fetching 1 %");
    terminal.close("end");

    // Then
    assertThat(written).asString().isEqualToNormalizingNewlines("one\nend\n");
  }

  @Test
  void aBlockIsDrawnOverTheLastOne() {
    // Given
    Terminal terminal = new Terminal(out, true, false);
    terminal.redraw(List.of("a", "b"));
    written.reset();

    // When
    terminal.redraw(List.of("c", "d"));

    // Then
    assertThat(written).asString().contains("\033[2A\r").doesNotContain("a\n");
  }

  @Test
  void nothingIsWrittenAfterTheEnd() {
    // Given
    Terminal terminal = new Terminal(out, true, true);
    terminal.close("end");
    written.reset();

    // When
    terminal.line("late");
    terminal.redraw(List.of("late"));

    // Then
    assertThat(written.size()).isZero();
  }
}
