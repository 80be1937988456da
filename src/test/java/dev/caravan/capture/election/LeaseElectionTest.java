package dev.caravan.capture.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.capture.CaptureConfig;
import dev.caravan.capture.source.SourceRefusedException;
import dev.caravan.sandbox.NetworkLink;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Candidates for one Lease, of which Kubernetes' API keeps track. */
@EnableKubernetesMockClient(crud = true, https = false)
class LeaseElectionTest {

  private static final String NAMESPACE = "shop";
  private static final String NAME = "caravan-capture";
  private static final Duration DURATION = Duration.ofSeconds(3);
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  // Set by the extension.
  private KubernetesMockServer server;
  private KubernetesClient client;

  private final List<Election> elections = new ArrayList<>();
  private volatile boolean over;

  @AfterEach
  void end() {
    over = true;
    elections.forEach(Election::end);
  }

  @Test
  void takesTheLeaseAndRenewsIt() {
    // When
    Election election = candidate("a", server.getPort());
    awaitChosen(election);

    // Then Kubernetes' own client understands what it wrote
    Lease lease = lease();
    assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("a");
    assertThat(lease.getSpec().getLeaseDurationSeconds()).isEqualTo(3);
    assertThat(lease.getSpec().getLeaseTransitions()).isZero();
    ZonedDateTime taken = lease.getSpec().getAcquireTime();
    assertThat(taken.toInstant()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    await().until(() -> lease().getSpec().getRenewTime().isAfter(taken));
    assertThat(lease().getSpec().getAcquireTime()).isEqualTo(taken);
    assertThat(election.isChosen()).isTrue();
  }

  @Test
  void standsByUntilTheOtherOneEnds() throws Exception {
    // Given
    Election first = candidate("a", server.getPort());
    awaitChosen(first);
    Election second = candidate("b", server.getPort());
    List<String> told = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> turn = waitFor(second, told, told);
    await().until(() -> !told.isEmpty());
    assertThat(told.get(0)).contains("shop/caravan-capture").contains("held by a since 20");

    // When
    first.end();

    // Then it need not wait for the Lease to run out
    long begin = System.nanoTime();
    assertThat(turn.get()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DEADLINE);
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("b");
  }

  @Test
  void stopsBeforeAnotherOneBeginsWhenItIsCutOff() throws Exception {
    try (NetworkLink link = NetworkLink.to(server.getPort())) {
      // Given
      Election first = candidate("a", link.port());
      awaitChosen(first);
      Election second = candidate("b", server.getPort());
      List<String> failures = new CopyOnWriteArrayList<>();

      // When
      link.cut();
      long cut = System.nanoTime();

      // Then it steps down by itself, in time, and says why it waits
      await().pollInterval(Duration.ofMillis(5)).until(() -> !first.isChosen());
      assertThat(Duration.ofNanos(System.nanoTime() - cut))
          .isLessThanOrEqualTo(DEADLINE.plusMillis(500));
      assertThat(second.isChosen()).isFalse();
      CompletableFuture<Boolean> again = waitFor(first, new ArrayList<>(), failures);
      await().until(() -> !failures.isEmpty());
      assertThat(failures.get(0)).contains("caravan.capture.lease").contains("can't be asked");
      // And the other one has its turn once the Lease has run out
      awaitChosen(second);
      assertThat(first.isChosen()).isFalse();
      assertThat(lease().getSpec().getLeaseTransitions()).isOne();

      // When the network is back, it leaves the Lease alone
      link.mend();
      List<String> told = new CopyOnWriteArrayList<>();
      waitFor(first, told, new ArrayList<>());
      await().until(() -> told.stream().anyMatch(each -> each.contains("held by b")));
      assertThat(again).isNotDone();
      assertThat(second.isChosen()).isTrue();
    }
  }

  @Test
  void givesWayToOneThatMayFareBetter() {
    // Given
    Election first = candidate("a", server.getPort());
    awaitChosen(first);
    Election second = candidate("b", server.getPort());

    // When
    first.giveWay();

    // Then
    assertThat(first.isChosen()).isFalse();
    awaitChosen(second);
    assertThat(first.isChosen()).isFalse();
  }

  @Test
  void takesItAgainWhenNobodyElseWantsIt() {
    // Given
    Election only = candidate("a", server.getPort());
    awaitChosen(only);

    // When
    only.giveWay();

    // Then
    assertThat(only.isChosen()).isFalse();
    awaitChosen(only);
  }

  @Test
  void standsByForNobodyWhileTheLeaseIsItsOwnOrFree() throws Exception {
    // Given
    Election only = candidate("a", server.getPort());
    awaitChosen(only);
    List<String> told = new CopyOnWriteArrayList<>();

    // When it waits for its turn though nobody else wants one
    only.giveWay();
    CompletableFuture<Boolean> turn = waitFor(only, told, told);

    // Then
    assertThat(turn.get()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void keepsWhatOthersWriteIntoTheLease() {
    // Given
    Election election = candidate("a", server.getPort());
    awaitChosen(election);

    // When somebody labels it, while it is renewed
    client
        .leases()
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .edit(
            lease -> {
              lease.getMetadata().setLabels(Map.of("team", "shop"));
              return lease;
            });
    ZonedDateTime labelled = lease().getSpec().getRenewTime();

    // Then
    await().until(() -> lease().getSpec().getRenewTime().isAfter(labelled));
    assertThat(lease().getMetadata().getLabels()).containsEntry("team", "shop");
    assertThat(election.isChosen()).isTrue();
  }

  @Test
  void sharesALeaseWithKubernetesOwnClient() throws Exception {
    // Given
    CompletableFuture<Void> leads = new CompletableFuture<>();
    LeaderElector elector =
        client
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(NAME)
                    .withReleaseOnCancel(true)
                    .withLock(new LeaseLock(NAMESPACE, NAME, "theirs"))
                    .withLeaseDuration(DURATION)
                    .withRenewDeadline(DEADLINE)
                    .withRetryPeriod(Duration.ofMillis(200))
                    .withLeaderCallbacks(
                        new LeaderCallbacks(() -> leads.complete(null), () -> {}, leader -> {}))
                    .build())
            .build();
    CompletableFuture<?> theirs = elector.start();
    leads.get();

    // When
    Election ours = candidate("ours", server.getPort());
    List<String> told = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> turn = waitFor(ours, told, told);
    await().until(() -> !told.isEmpty());
    assertThat(told.get(0)).contains("held by theirs");
    theirs.cancel(true);

    // Then
    assertThat(turn.get()).isTrue();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("ours");
  }

  @Test
  void saysWhichRightIsMissing() {
    // Given
    server
        .expect()
        .get()
        .withPath("/apis/coordination.k8s.io/v1/namespaces/shop/leases/caravan-capture")
        .andReturn(403, Map.of("message", "leases is forbidden: User \"x\" cannot get"))
        .always();

    // When
    List<String> failures = new CopyOnWriteArrayList<>();
    Election election = candidate("a", server.getPort());
    waitFor(election, new ArrayList<>(), failures);

    // Then
    await().until(() -> !failures.isEmpty());
    assertThat(failures.get(0))
        .contains("leases is forbidden")
        .contains("get, create and update leases.coordination.k8s.io");
  }

  @Test
  void refusesWhatCannotWork() {
    assertThat(Elections.of(config(Map.of()), Map.of())).isSameAs(Election.NONE);
    assertThat(problem(Map.of("name", NAME))).contains("caravan.capture.lease.api-server");
    assertThat(problem(Map.of("name", NAME, "api-server", "http://localhost:1")))
        .contains("caravan.capture.lease.namespace");
    Map<String, String> complete =
        Map.of("name", NAME, "api-server", "http://localhost:1", "namespace", "a", "identity", "b");
    assertThat(problem(with(complete, "duration", "10s"))).contains("must be longer than");
    assertThat(problem(with(complete, "retry-period", "6s"))).contains("at least twice");
    assertThat(problem(with(complete, "api-server", "here"))).contains("api-server (here)");
  }

  private static String problem(Map<String, String> settings) {
    Election election = Elections.of(config(settings), Map.of());
    String[] message = new String[1];
    assertThatThrownBy(() -> election.await(() -> false, why -> {}, why -> {}))
        .isInstanceOf(SourceRefusedException.class)
        .satisfies(e -> message[0] = e.getMessage());
    return message[0];
  }

  private static Map<String, String> with(Map<String, String> all, String key, String value) {
    Map<String, String> more = new HashMap<>(all);
    more.put(key, value);
    return more;
  }

  private Election candidate(String identity, int port) {
    Election election =
        Elections.of(
            config(
                Map.of(
                    "name",
                    NAME,
                    "namespace",
                    NAMESPACE,
                    "identity",
                    identity,
                    "api-server",
                    "http://localhost:" + port,
                    "duration",
                    "3s",
                    "renew-deadline",
                    "2s",
                    "retry-period",
                    "200ms")),
            Map.of());
    elections.add(election);
    election.begin();
    return election;
  }

  private static CaptureConfig.Lease config(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(CaptureConfig.class);
    settings.forEach(
        (key, value) -> builder.withDefaultValue("caravan.capture.lease." + key, value));
    return builder.build().getConfigMapping(CaptureConfig.class).lease();
  }

  private CompletableFuture<Boolean> waitFor(
      Election election, List<String> told, List<String> failures) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return election.await(() -> over, told::add, failures::add);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void awaitChosen(Election election) {
    await().pollInterval(Duration.ofMillis(20)).until(election::isChosen);
  }

  private Lease lease() {
    return client.leases().inNamespace(NAMESPACE).withName(NAME).get();
  }
}
