package dev.caravan.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a running Caravan's {@code /control}. */
final class ControlCalls {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A rewind waits for deliverers to stop and for ClickHouse. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int FIRST_ERROR = 400;

  private final String url;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /**
   * @param url where Caravan listens, {@code http://localhost:8083}
   * @param token what to present; null for nothing
   */
  ControlCalls(String url, String token) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.token = token;
  }

  JsonNode get(String path) {
    return json(bytes("GET", path, null));
  }

  /** The bytes of an answer as they are. */
  byte[] getBytes(String path) {
    return bytes("GET", path, null);
  }

  JsonNode delete(String path) {
    return json(bytes("DELETE", path, null));
  }

  /**
   * @param body null for none
   */
  JsonNode post(String path, JsonNode body) {
    return json(bytes("POST", path, body));
  }

  private byte[] bytes(String method, String path, JsonNode body) {
    HttpRequest.Builder request = request(path);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() >= FIRST_ERROR) {
        throw new CallFailedException(error(answer));
      }
      return answer.body();
    } catch (ConnectException | HttpTimeoutException e) {
      throw new CallFailedException(
          "nothing answers at %s; name the address with --url or CARAVAN_URL".formatted(url));
    } catch (IOException e) {
      throw new CallFailedException("%s can't be asked: %s".formatted(url, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException("interrupted");
    }
  }

  private HttpRequest.Builder request(String path) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url + "/control" + path)).timeout(LIMIT);
      return token == null ? request : request.header("Authorization", "Bearer " + token);
    } catch (IllegalArgumentException e) {
      throw new CallFailedException(
          "'%s' is no address; expected such as http://localhost:8083".formatted(url));
    }
  }

  /** The server's own text, or what there is when something else answers. */
  private String error(HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    try {
      JsonNode error = JSON.readTree(text).path("error");
      if (error.isTextual()) {
        return error.asText();
      }
    } catch (JsonProcessingException e) {
      // Something that is no Caravan, or none of this version.
    }
    return "%s answers %d%s"
        .formatted(url, answer.statusCode(), text.isBlank() ? "" : ": " + text.strip());
  }

  private JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new CallFailedException(url + " answers something other than JSON; is it a Caravan?");
    }
  }
}
