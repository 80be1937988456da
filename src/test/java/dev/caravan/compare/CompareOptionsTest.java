package dev.caravan.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareOptionsTest {

  @Test
  void coordinatesComeFromTheEnvironmentAndOptionsGoBefore() {
    // Given
    Map<String, String> environment =
        Map.of(
            "CARAVAN_POSTGRES_HOST", "db",
            "CARAVAN_POSTGRES_DATABASE", "shop",
            "CARAVAN_POSTGRES_PASSWORD", "secret",
            "CARAVAN_POSTGRES_PROPERTIES_SSLMODE", "require",
            "CARAVAN_DELIVER_CLICKHOUSE_PASSWORD", "hidden");

    // When
    CompareOptions options =
        CompareOptions.parse(
            environment, "--postgres-host=other", "--clickhouse-url", "http://ch:1", "a.b");

    // Then
    assertThat(options.postgresUrl()).isEqualTo("jdbc:postgresql://other:5432/shop");
    assertThat(options.postgresProperties())
        .containsEntry("user", "postgres")
        .containsEntry("password", "secret")
        .containsEntry("sslmode", "require");
    assertThat(options.clickHouse())
        .isEqualTo(new ClickHouseAccess("http://ch:1", "default", "default", "hidden"));
    assertThat(options.settle()).isNull();
  }

  @Test
  void namesTheServersWhenNoneAnswers() {
    // Given
    CompareOptions options =
        CompareOptions.parse(
            Map.of(), "--clickhouse-url", "http://127.0.0.1:1,http://127.0.0.1:2", "a.b");

    // Then
    assertThatThrownBy(() -> options.clickHouse().chosen())
        .hasMessageContaining("none of ClickHouse's servers answers: http://127.0.0.1:1")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void readsWhatToDo() {
    // When
    CompareOptions options =
        CompareOptions.parse(Map.of(), "--all", "--settle", "60", "--differences=5");

    // Then
    assertThat(options.all()).isTrue();
    assertThat(options.settle()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.differences()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | name the tables to compare, such as inventory.orders, or give --all",
        "--all a.b | give either --all or tables",
        "--fast a.b | unknown option '--fast'; ./compare --help lists them",
        "a.b --settle | --settle needs a value",
        "a.b --settle=soon | --settle takes a whole number from 0 to 86,400, not 'soon'",
        "a.b --postgres-password=x | a password does not belong on a command line; set"
            + " CARAVAN_POSTGRES_PASSWORD in the environment"
      })
  void mistakesAreNamed(String arguments, String message) {
    // Given
    String[] split = arguments.isEmpty() ? new String[0] : arguments.split(" ");

    // Then
    assertThatThrownBy(() -> CompareOptions.parse(Map.of(), split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
