package dev.caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {

  private static final String OF_ABC =
      "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

  @Test
  void acceptsThePinnedFile(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("file"), "abc");

    // When
    new Checksum(OF_ABC).verify(file, "package@1");

    // Then no exception
  }

  @Test
  void refusesAnotherFile(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("file"), "abd");

    // When, Then
    assertThatThrownBy(() -> new Checksum(OF_ABC).verify(file, "package@1"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("package@1 is not what was pinned")
        .hasMessageContaining("must be " + OF_ABC);
  }

  @Test
  void saysHowFarItIsOnceASecond() {
    // Given
    FetchProgress progress = new FetchProgress("ClickHouse", 178_000_000);
    Instant start = Instant.EPOCH;

    // When, Then
    assertThat(progress.at(start, 0)).contains("Fetching ClickHouse: 0 of 178 MB, 0 %");
    assertThat(progress.at(start.plusMillis(999), 50_000_000)).isEmpty();
    assertThat(progress.at(start.plusMillis(1_000), 89_000_000))
        .contains("Fetching ClickHouse: 89 of 178 MB, 50 %");
  }

  @Test
  void doesNotRepeatItselfNorPassTheEnd() {
    // Given
    FetchProgress progress = new FetchProgress("ClickHouse", 178_000_000);
    Instant start = Instant.EPOCH;

    // When, Then
    assertThat(progress.at(start, 200_000_000))
        .contains("Fetching ClickHouse: 178 of 178 MB, 100 %");
    assertThat(progress.at(start.plusSeconds(5), 210_000_000)).isEmpty();
  }

  @Test
  void fetchesOnlyWhatIsPinned() {
    // When, Then
    assertThat(NpmPackage.chdb("Linux", "amd64"))
        .map(NpmPackage::specification)
        .contains("@chdb/lib-linux-x64-gnu@26.7.3-stable.1");
    assertThat(NpmPackage.chdb("Linux", "riscv64")).isEmpty();
  }
}
