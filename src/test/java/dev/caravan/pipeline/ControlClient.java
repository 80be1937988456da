package dev.caravan.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.sandbox.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks an application's {@code /control}. */
public final class ControlClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * @param body missing when the answer is no JSON
   */
  public record Answer(int status, JsonNode body, String text) {

    public String error() {
      return body.path("error").asText();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String[] headers;

  private ControlClient(String url, String... headers) {
    this.url = url;
    this.headers = headers;
  }

  public static ControlClient of(Application application) {
    return new ControlClient(application.url() + "/control");
  }

  /** One that sends a header with every request. */
  ControlClient with(String name, String value) {
    return new ControlClient(url, name, value);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** Without a body. */
  public Answer post(String path) {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  public Answer post(String path, String body) {
    // As curl -d says unless told otherwise.
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean isJson =
          response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      return new Answer(
          response.statusCode(),
          isJson ? JSON.readTree(response.body()) : MissingNode.getInstance(),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
