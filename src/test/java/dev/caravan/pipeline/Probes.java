package dev.caravan.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.sandbox.Application;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Asks an application's probes, and notes how long the answers take. */
final class Probes {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Application application;
  private Duration slowest = Duration.ZERO;

  Probes(Application application) {
    this.application = application;
  }

  boolean isUp(String probe) {
    return up(ask(probe));
  }

  boolean isUp(String probe, String check) {
    return up(check(probe, check));
  }

  /**
   * What one check of a probe says; a missing node while nobody answers, or it does not know it.
   */
  JsonNode check(String probe, String check) {
    for (JsonNode each : ask(probe).path("checks")) {
      if (each.path("name").asText().equals(check)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  /** Waits for what the probes say; when that does not come, the application's log is shown. */
  void await(String what, Predicate<Probes> condition) {
    try {
      Awaitility.await(what).atMost(LIMIT).until(() -> condition.test(this));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + application.log(), e);
    }
  }

  /** From now on only later answers count. */
  void forgetTimes() {
    slowest = Duration.ZERO;
  }

  /** The longest an answer took. */
  Duration slowest() {
    return slowest;
  }

  /** The meters, as Prometheus reads them. */
  String metrics() {
    return text(application, "/q/metrics");
  }

  /** How the application describes its control interface. */
  static JsonNode openApi(Application application) {
    try {
      return JSON.readTree(text(application, "/q/openapi?format=json"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Application application, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(application.url() + path)).timeout(PATIENCE).build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean up(JsonNode answer) {
    return answer.path("status").asText().equals("UP");
  }

  private JsonNode ask(String probe) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(application.url() + "/q/health/" + probe))
            .timeout(PATIENCE)
            .build();
    try {
      long start = System.nanoTime();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      return JSON.readTree(response.body());
    } catch (HttpTimeoutException e) {
      throw new AssertionError("/q/health/" + probe + " has not answered within " + PATIENCE, e);
    } catch (IOException e) {
      return MissingNode.getInstance();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
