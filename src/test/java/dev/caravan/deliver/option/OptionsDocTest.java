package dev.caravan.deliver.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference page lists every option as the code describes it. */
class OptionsDocTest {

  @Test
  void listsEveryOption() throws IOException {
    // Given
    List<String> documented =
        Files.readAllLines(Path.of("docs/routes.md")).stream()
            .dropWhile(line -> !line.startsWith("| option | type |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    // When
    List<String> coded =
        TargetOption.ALL.stream()
            .map(
                option ->
                    "| `%s` | %s | %s | %s | %s |"
                        .formatted(
                            option.name(),
                            option.type(),
                            option.values().contains(option.defaultValue())
                                ? "`" + option.defaultValue() + "`"
                                : option.defaultValue(),
                            option.unit(),
                            option.description()))
            .toList();

    // Then
    assertThat(documented).isEqualTo(coded);
  }
}
