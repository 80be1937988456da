package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlingTest {

  private static final Map<String, ReadFile> NONE = Map.of();

  @Test
  void takesWhatIsThereAtTheStartAtOnce() {
    // Given
    Settling settling = new Settling(look("one"));

    // When
    // Then
    assertThat(settling.settle(look("one"))).isEqualTo(look("one"));
  }

  @Test
  void takesAChangeSeenTwice() {
    // Given
    Settling settling = new Settling(look("one"));

    // When
    // Then
    assertThat(settling.settle(look("tw"))).isEqualTo(look("one"));
    assertThat(settling.settle(look("two"))).isEqualTo(look("one"));
    assertThat(settling.settle(look("two"))).isEqualTo(look("two"));
  }

  @Test
  void takesANewFileSeenTwice() {
    // Given
    Settling settling = new Settling(NONE);

    // When
    // Then
    assertThat(settling.settle(look("one"))).isEmpty();
    assertThat(settling.settle(look("one"))).isEqualTo(look("one"));
  }

  @Test
  void takesAFileForRemovedWhenItIsMissedTwice() {
    // Given
    Settling settling = new Settling(look("one"));

    // When
    // Then
    assertThat(settling.settle(NONE)).isEqualTo(look("one"));
    assertThat(settling.settle(NONE)).isEmpty();
  }

  @Test
  void doesNotNoticeAFileThatIsRemovedAndWrittenAnew() {
    // Given
    Settling settling = new Settling(look("one"));

    // When
    // Then
    assertThat(settling.settle(NONE)).isEqualTo(look("one"));
    assertThat(settling.settle(look("one"))).isEqualTo(look("one"));
    assertThat(settling.settle(NONE)).isEqualTo(look("one"));
    assertThat(settling.settle(look("two"))).isEqualTo(look("one"));
    assertThat(settling.settle(look("two"))).isEqualTo(look("two"));
  }

  private static Map<String, ReadFile> look(String content) {
    ReadFile file = ReadFile.of("a.camel.yaml", content.getBytes(StandardCharsets.UTF_8));
    return Map.of(file.name(), file);
  }
}
