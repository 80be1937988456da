package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.capture.PostgresConfig;
import dev.caravan.sandbox.NetworkLink;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose the lock is, whatever becomes of the one that has it. */
@ExtendWith(SharedSandbox.class)
// A lock that is never lost would be waited for without end.
@Timeout(60)
class CaptureLockIT {

  private static final String SLOT = "capturelockit";
  private static final Duration TERM = Duration.ofSeconds(4);

  private final List<LockHolder> told = new CopyOnWriteArrayList<>();

  @Test
  void staysWithOneThatIsHeard(Sandbox sandbox) throws Exception {
    PostgresService server = sandbox.postgres();
    try (CaptureLock lock = await(server, server.port(), false, () -> false).orElseThrow()) {
      // When another one waits for longer than the term
      long end = System.nanoTime() + TERM.plusSeconds(2).toNanos();
      Optional<CaptureLock> other =
          await(server, server.port(), false, () -> System.nanoTime() - end > 0);

      // Then
      assertThat(other).isEmpty();
      assertThat(told.get(0).pid()).isPositive();
      assertThat(told.get(0).description()).contains("process " + told.get(0).pid() + " from 127");
      lock.mustHold();
    }
  }

  @Test
  void isLostBeforeAnotherOneHasIt(Sandbox sandbox) throws Exception {
    PostgresService server = sandbox.postgres();
    try (NetworkLink link = NetworkLink.to(server.port());
        CaptureLock first = await(server, link.port(), false, () -> false).orElseThrow()) {
      first.mustHold();
      CompletableFuture<CaptureLock> waiting = waiting(server, false);

      // When
      link.cut();

      // Then
      try (CaptureLock second = waiting.get()) {
        assertThatThrownBy(first::mustHold)
            .isInstanceOf(LockLostException.class)
            .hasMessageContaining(SLOT);
        second.mustHold();
        // And nothing can be done over its session any more
        link.mend();
        assertThatThrownBy(() -> ask(first)).isInstanceOf(SQLException.class);
        ask(second);
      }
    }
  }

  @Test
  void isTakenFromOneWhoseTurnItIsNot(Sandbox sandbox) throws Exception {
    PostgresService server = sandbox.postgres();
    try (CaptureLock first = await(server, server.port(), false, () -> false).orElseThrow()) {
      // When
      try (CaptureLock second = waiting(server, true).get()) {
        // Then
        second.mustHold();
        assertThatThrownBy(() -> ask(first)).isInstanceOf(SQLException.class);
      }
    }
  }

  private CompletableFuture<CaptureLock> waiting(PostgresService server, boolean chosen) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return await(server, server.port(), chosen, () -> false).orElseThrow();
          } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private Optional<CaptureLock> await(
      PostgresService server, int port, boolean chosen, BooleanSupplier stopping)
      throws SQLException, InterruptedException {
    return new LockWait(access(server, port), SLOT, TERM, chosen).await(stopping, told::add);
  }

  private static void ask(CaptureLock lock) throws SQLException {
    try (Statement statement = lock.session().createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private static PostgresAccess access(PostgresService server, int port) {
    Map<String, String> values =
        Map.of(
            "caravan.postgres.host", server.host(),
            "caravan.postgres.port", Integer.toString(port),
            "caravan.postgres.database", server.database(),
            "caravan.postgres.user", server.user(),
            "caravan.postgres.password", server.password());
    return new PostgresAccess(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(PostgresConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(PostgresConfig.class));
  }
}
