package dev.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.workload.WorkloadCounts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {

  private final StatusText text = new StatusText(new Style(false));

  @Test
  void columnsAreAligned() {
    // When
    List<String> lines = text.table(status(Percentiles.of(240, 410), 0));

    // Then
    assertThat(lines)
        .containsExactly(
            "                 PostgreSQL     ClickHouse     events/s   running 1:05",
            "  orders         10,001,234     10,001,230        1,420",
            "  products              400            400            0",
            "  total          10,001,634     10,001,630        1,420",
            "",
            "  delay     p50 240 ms, p99 410 ms from commit to visible",
            "  workload  1,000 transactions, 40 rolled back, 2,300 rows changed");
  }

  @Test
  void aFileGetsOneLine() {
    assertThat(text.line(status(Percentiles.of(240, 410), 0)))
        .isEqualTo(
            "1:05  orders 10,001,234/10,001,230  products 400/400  1,420 events/s"
                + "  delay p50 240 ms, p99 410 ms from commit to visible");
  }

  @Test
  void aChangeThatDoesNotArriveIsSaid() {
    assertThat(text.line(status(Percentiles.of(240), 65_000)))
        .endsWith(", waiting for the latest change for 1:05");
    assertThat(text.line(status(Percentiles.of(), 3_000)))
        .endsWith("delay waiting for the latest change for 0:03");
    assertThat(text.line(status(Percentiles.of(), 0))).endsWith("delay measuring");
  }

  @Test
  void longTimesAreShort() {
    assertThat(StatusText.duration(Duration.ofSeconds(7265))).isEqualTo("2:01:05");
    assertThat(StatusText.millis(12_345)).isEqualTo("12.3 s");
  }

  private static Status status(Percentiles delay, long pendingMillis) {
    return new Status(
        Duration.ofSeconds(65),
        List.of(
            new TableStatus("orders", 10_001_234, 10_001_230, 1420),
            new TableStatus("products", 400, 400, 0)),
        delay,
        pendingMillis,
        new WorkloadCounts(1_000, 40, 2_300));
  }
}
