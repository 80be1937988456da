package dev.caravan.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChunkRowsTest {

  private final ChunkRows rows = new ChunkRows(10);

  private static ChunkRows.Part part(String lastRowId, long bytes) {
    return new ChunkRows.Part(List.of(), lastRowId, bytes);
  }

  private CompletableFuture<Void> put(ChunkRows.Part part) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            rows.put(part);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void givesPartsInTheirOrderUntilTheEnd() throws Exception {
    // Given
    rows.put(part("(0,1)", 4));
    rows.put(part("(0,2)", 4));
    rows.end();

    // Then
    assertThat(rows.take().lastRowId()).isEqualTo("(0,1)");
    assertThat(rows.take().lastRowId()).isEqualTo("(0,2)");
    assertThat(rows.take()).isNull();
  }

  @Test
  void whoeverIsTooFarAheadWaits() throws Exception {
    // Given
    rows.put(part("(0,1)", 100));
    CompletableFuture<Void> ahead = put(part("(0,2)", 1));

    // When
    assertThat(ahead).isNotDone();
    rows.take();

    // Then
    ahead.get(30, TimeUnit.SECONDS);
    assertThat(rows.take().lastRowId()).isEqualTo("(0,2)");
  }

  @Test
  void whatFailsIsToldToWhoWaitsForRows() throws Exception {
    // Given
    rows.put(part("(0,1)", 4));
    rows.fail(new SQLException("gone"));

    // Then
    assertThat(rows.take()).isNotNull();
    assertThatThrownBy(rows::take).hasRootCauseInstanceOf(SQLException.class);
  }
}
