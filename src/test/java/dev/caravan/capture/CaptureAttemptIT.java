package dev.caravan.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.capture.election.Election;
import dev.caravan.capture.election.Elections;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.LockWait;
import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.capture.source.Publications;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An attempt at capturing while it is another one's turn. */
@ExtendWith(SharedSandbox.class)
@EnableKubernetesMockClient(crud = true, https = false)
// One that was not told to stand by would stand by without end.
@Timeout(60)
class CaptureAttemptIT {

  private static final String SLOT = "captureattemptit";

  // Set by the extension.
  private KubernetesMockServer api;

  private final Resnapshot resnapshot = new Resnapshot();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void givesUpTheSnapshotAskedForWhereAnotherHasTheLock(Sandbox sandbox) throws Exception {
    // Given
    SmallRyeConfig config = config(sandbox.postgres(), Map.of());
    CaptureConfig capture = config.getConfigMapping(CaptureConfig.class);
    try (CaptureLock other =
        new LockWait(access(config), SLOT, capture.lockTerm(), false)
            .await(() -> false, holder -> {})
            .orElseThrow()) {
      Future<Void> wish = resnapshot.request();

      // When
      CaptureAttempt attempt = attempt(config, Election.NONE);
      attempt.run();

      // Then
      assertThat(told).singleElement().asString().contains("another capture works on the slot");
      assertThat(attempt.hasStoodBy()).isTrue();
      assertGivenUp(wish);
      other.mustHold();
    }
  }

  @Test
  void givesUpTheSnapshotAskedForWhereAnotherHasTheLease(Sandbox sandbox) throws Exception {
    // Given
    Election other = election(sandbox, "other");
    Election own = election(sandbox, "own");
    other.begin();
    try {
      await().until(other::isChosen);
      own.begin();
      Future<Void> wish = resnapshot.request();

      // When
      attempt(config(sandbox.postgres(), Map.of()), own).run();

      // Then
      assertThat(told).singleElement().asString().contains("is held by other");
      assertGivenUp(wish);
    } finally {
      own.end();
      other.end();
    }
  }

  /** No later attempt finds it, and whoever asked is told. */
  private void assertGivenUp(Future<Void> wish) {
    assertThat(resnapshot.wish()).isNull();
    assertThat(wish).isDone();
    assertThatThrownBy(wish::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("another process captures");
  }

  /** One that ends once it was told that it stands by. It touches nothing but who may capture. */
  private CaptureAttempt attempt(SmallRyeConfig config, Election election) {
    CaptureConfig capture = config.getConfigMapping(CaptureConfig.class);
    CaptureParts parts =
        new CaptureParts(
            access(config),
            null,
            capture,
            null,
            null,
            null,
            null,
            null,
            new CaptureState(),
            election,
            resnapshot,
            refusal -> {},
            Optional.empty());
    return new CaptureAttempt(
        parts,
        null,
        new Publications(capture.publication()),
        new Heartbeats(),
        batch -> {
          throw new AssertionError("it is another one's turn");
        },
        told::add,
        told::add,
        () -> !told.isEmpty());
  }

  private Election election(Sandbox sandbox, String identity) {
    Map<String, String> lease =
        Map.of(
            "caravan.capture.lease.name",
            "caravan",
            "caravan.capture.lease.namespace",
            "shop",
            "caravan.capture.lease.identity",
            identity,
            "caravan.capture.lease.api-server",
            "http://localhost:" + api.getPort());
    SmallRyeConfig config = config(sandbox.postgres(), lease);
    return Elections.of(config.getConfigMapping(CaptureConfig.class).lease(), Map.of());
  }

  private static PostgresAccess access(SmallRyeConfig config) {
    return new PostgresAccess(config.getConfigMapping(PostgresConfig.class));
  }

  private static SmallRyeConfig config(PostgresService server, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("caravan.capture.slot", SLOT);
    values.put("caravan.postgres.host", server.host());
    values.put("caravan.postgres.port", Integer.toString(server.port()));
    values.put("caravan.postgres.database", server.database());
    values.put("caravan.postgres.user", server.user());
    values.put("caravan.postgres.password", server.password());
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(PostgresConfig.class)
        .withMapping(CaptureConfig.class)
        .withDefaultValues(values)
        .build();
  }
}
