package dev.caravan.capture.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.capture.CaptureConfig;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate finds Kubernetes' API and logs in there as a pod does. */
@EnableKubernetesMockClient(crud = true, https = true)
class LeaseLoginTest {

  // Set by the extension.
  private KubernetesMockServer server;

  @TempDir private Path folder;
  private Path token;
  private Path authority;
  private Election election;

  @BeforeEach
  void mount() throws Exception {
    token = Files.writeString(folder.resolve("token"), "one\n");
    authority = Files.writeString(folder.resolve("ca.crt"), pem(certificate()));
  }

  @AfterEach
  void end() {
    election.end();
  }

  @Test
  void logsInWithTheTokenThatIsMountedNow() throws Exception {
    // When
    election = candidate(authority);
    await().until(election::isChosen);

    // Then
    assertThat(login()).isEqualTo("Bearer one");

    // When Kubernetes replaces it
    Files.writeString(token, "two\n");

    // Then
    await().until(() -> login().equals("Bearer two"));
    assertThat(election.isChosen()).isTrue();
  }

  @Test
  void tellsNothingToAServerThatItDoesNotTrust() throws Exception {
    // When the authority's file is not there
    election = candidate(folder.resolve("none.crt"));
    List<String> failures = new CopyOnWriteArrayList<>();
    election.await(() -> !failures.isEmpty(), why -> {}, failures::add);

    // Then
    assertThat(failures.get(0)).contains("caravan.capture.lease").contains("certificat");
    assertThat(server.getLastRequest()).isNull();
  }

  private Election candidate(Path trusted) {
    Map<String, String> settings = new HashMap<>();
    settings.put("name", "caravan");
    settings.put("namespace", "shop");
    settings.put("identity", "a");
    settings.put("token-file", token.toString());
    settings.put("ca-certificate", trusted.toString());
    settings.put("duration", "3s");
    settings.put("renew-deadline", "2s");
    settings.put("retry-period", "200ms");
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(CaptureConfig.class);
    settings.forEach(
        (key, value) -> builder.withDefaultValue("caravan.capture.lease." + key, value));
    Election candidate =
        Elections.of(
            builder.build().getConfigMapping(CaptureConfig.class).lease(),
            Map.of(
                "KUBERNETES_SERVICE_HOST",
                "localhost",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(server.getPort())));
    candidate.begin();
    return candidate;
  }

  private String login() throws InterruptedException {
    return server.getLastRequest().getHeader("Authorization");
  }

  private X509Certificate certificate() throws Exception {
    X509Certificate[] seen = new X509Certificate[1];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        null,
        new TrustManager[] {
          new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
              throw new UnsupportedOperationException();
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
              seen[0] = chain[0];
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
              return new X509Certificate[0];
            }
          }
        },
        null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server.getPort())) {
      socket.startHandshake();
    }
    return seen[0];
  }

  private static String pem(X509Certificate certificate) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
