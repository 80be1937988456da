package dev.caravan.monitoring.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Asks Prometheus over HTTP. */
public final class PrometheusApi {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  public PrometheusApi(String url) {
    this.url = url;
  }

  /**
   * What an expression gives now: a list of {@code {"metric":{...},"value":[time, "1"]}}.
   *
   * @throws IllegalArgumentException with Prometheus' words when it does not take it
   */
  public JsonNode query(String expression) {
    JsonNode answer = get("/api/v1/query?query=" + encode(expression));
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalArgumentException(answer.path("error").asText() + " in " + expression);
    }
    return answer.path("data").path("result");
  }

  /** The names of all series there are. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    get("/api/v1/label/__name__/values").path("data").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Whether an alert fires. */
  public boolean fires(String alert) {
    for (JsonNode each : get("/api/v1/alerts").path("data").path("alerts")) {
      if (each.path("labels").path("alertname").asText().equals(alert)
          && each.path("state").asText().equals("firing")) {
        return true;
      }
    }
    return false;
  }

  private JsonNode get(String path) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).build();
    try {
      return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(url + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
