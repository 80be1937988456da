package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class RowsRefusedIT {

  @Test
  void clickHouseCallsTheErrorsThatAreAboutRowsTheSame(Sandbox sandbox) {
    RowsRefusedException.ABOUT_ROWS.forEach(
        (code, name) ->
            assertThat(sandbox.clickhouse().query("SELECT errorCodeToName(" + code + ")"))
                .as("error %d", code)
                .isEqualTo(name));
  }
}
