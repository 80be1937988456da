package dev.caravan.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what Alertmanager sends to a webhook. */
final class AlertReceiver implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** What was said of an alert, by the way of one receiver. */
  record Message(String receiver, String alert, String status, String runbook) {}

  AlertReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void take(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    for (JsonNode each : body.path("alerts")) {
      messages.add(
          new Message(
              body.path("receiver").asText(),
              each.path("labels").path("alertname").asText(),
              each.path("status").asText(),
              each.path("annotations").path("runbook_url").asText()));
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** What was said of an alert, the earliest first. */
  List<Message> of(String alert) {
    return messages.stream().filter(each -> each.alert().equals(alert)).toList();
  }

  /** Whether it was last said that the alert fires, or that it is over. */
  boolean saidLast(String alert, String status) {
    List<Message> all = of(alert);
    return !all.isEmpty() && all.get(all.size() - 1).status().equals(status);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
