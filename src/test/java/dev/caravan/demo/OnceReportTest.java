package dev.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.compare.ComparisonResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnceReportTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");

  @Test
  void theSameRowsAreReportedWithFigures() {
    // Given
    OnceReport report =
        report(new ComparisonResult(ORDERS, 50_000, 50_000, 0, List.of(), List.of()));

    // Then
    assertThat(report.same()).isTrue();
    assertThat(report.lines(new Style(false)))
        .contains(
            "  rows     50,000 in PostgreSQL",
            "  backlog  60,000 events in 4.0 s from Caravan's start: 15,000 events/s",
            "  delay    p50 200 ms, p99 300 ms from commit to visible"
                + " (2 probes at 200 changes/s)",
            "PostgreSQL and ClickHouse hold the same rows.");
  }

  @Test
  void aDifferenceIsShown() {
    // Given
    OnceReport report =
        report(
            new ComparisonResult(
                ORDERS, 2, 1, 1, List.of("[id=1] is missing in ClickHouse"), List.of()));

    // Then
    assertThat(report.same()).isFalse();
    assertThat(String.join("\n", report.lines(new Style(false))))
        .contains("[id=1] is missing in ClickHouse")
        .endsWith("PostgreSQL and ClickHouse differ.");
  }

  private static OnceReport report(ComparisonResult result) {
    return new OnceReport(
        List.of(result),
        60_000,
        Duration.ofSeconds(4),
        Percentiles.of(200, 300),
        200,
        Duration.ofSeconds(30));
  }
}
