package dev.caravan.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CaravanCtlTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final StringWriter complained = new StringWriter();

  @Test
  void helpsWithEveryVerb() {
    assertThat(run("--help")).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(
            "tables",
            "table",
            "pause",
            "resume",
            "resnapshot",
            "cancel",
            "rewind",
            "capture",
            "dead-letters",
            "routes",
            "CARAVAN_CONTROL_TOKEN");
    assertThat(run("rewind", "--help")).isZero();
    assertThat(run("dead-letters", "replay", "--help")).isZero();
  }

  @Test
  void wrongUsageEndsWithTwo() {
    List.of(
            new String[] {"puase", "inventory.orders"},
            new String[] {"pause"},
            new String[] {"pause", "orders"},
            new String[] {"rewind", "inventory.orders"},
            new String[] {"rewind", "inventory.orders", "--to", "x", "--offset", "0=1"},
            new String[] {"rewind", "inventory.orders", "--offset", "first=1"},
            new String[] {"dead-letters"},
            new String[] {"dead-letters", "replay", "inventory.orders"},
            new String[] {"dead-letters", "replay", "inventory.orders", "0/1", "--all"},
            new String[] {"dead-letters", "show", "inventory.orders", "x"},
            new String[] {"--token-file", "no/such/file", "tables"})
        .forEach(each -> assertThat(run(each)).as(String.join(" ", each)).isEqualTo(2));
  }

  @Test
  void nobodyThereEndsWithOneAndNamesTheAddress() {
    assertThat(run("--url", "http://127.0.0.1:1", "tables")).as(complained.toString()).isEqualTo(1);
    assertThat(complained.toString()).contains("http://127.0.0.1:1").contains("CARAVAN_URL");
  }

  private int run(String... arguments) {
    CommandLine line =
        CaravanCtl.commandLine(Map.of(), new PrintStream(printed, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(complained, true));
    return line.execute(arguments);
  }
}
