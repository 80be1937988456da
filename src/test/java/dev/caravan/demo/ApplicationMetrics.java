package dev.caravan.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The application's metrics, as Prometheus would read them. */
final class ApplicationMetrics {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final HttpRequest request;

  ApplicationMetrics(String applicationUrl) {
    this.request =
        HttpRequest.newBuilder(URI.create(applicationUrl + "/q/metrics")).timeout(LIMIT).build();
  }

  /** Nothing delivered when the application does not answer. */
  DeliveredRows delivered() throws InterruptedException {
    try {
      return DeliveredRows.parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return new DeliveredRows(Map.of());
    }
  }
}
