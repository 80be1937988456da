package dev.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {

  @Test
  void defaultsDependOnTheKindOfRun() {
    assertThat(DemoOptions.parse()).isEqualTo(new DemoOptions(false, false, 10_000, 200));
    assertThat(DemoOptions.parse("--once")).isEqualTo(new DemoOptions(true, false, 100_000, 200));
  }

  @Test
  void monitoringGoesWithEither() {
    assertThat(DemoOptions.parse("--monitoring").monitoring()).isTrue();
    assertThat(DemoOptions.parse("--monitoring", "--once"))
        .isEqualTo(new DemoOptions(true, true, 100_000, 200));
  }

  @Test
  void aValueFollowsOrIsAttached() {
    assertThat(DemoOptions.parse("--rows", "5000", "--once", "--rate=20"))
        .isEqualTo(new DemoOptions(true, false, 5_000, 20));
    assertThat(DemoOptions.parse("--rows", "10,000,000").rows()).isEqualTo(10_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rowz       | unknown option '--rowz'; ./demo --help lists them",
        "extra        | unknown option 'extra'; ./demo --help lists them",
        "--rows       | --rows needs a number: --rows 1000",
        "--rows=0     | --rows takes a whole number from 1 to 100,000,000, not '0'",
        "--rows=many  | --rows takes a whole number from 1 to 100,000,000, not 'many'",
        "--rate=1.5   | --rate takes a whole number from 1 to 100,000, not '1.5'",
        "--rate=-1    | --rate takes a whole number from 1 to 100,000, not '-1'",
        "--once=yes   | --once takes no value",
        "--monitoring=1 | --monitoring takes no value"
      })
  void aWrongArgumentIsNamed(String argument, String message) {
    assertThatThrownBy(() -> DemoOptions.parse(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
